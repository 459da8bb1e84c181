// Crates of Debian's unstable release, for the newest rtnetlink of Rust that Debian has: laid out in a folder of their own, installed nowhere.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.crates', import.meta.url));

/** What has cargo look for crates there alone. */
export const CARGO_OPTIONS: readonly string[] = [
  '--offline',
  '--config',
  'source.crates-io.replace-with="unstable"',
  '--config',
  `source.unstable.directory=${JSON.stringify(FOLDER)}`,
];

/** Where this machine has its own packages from. */
function mirror(): string {
  const targets = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI) $(SUITE)'], { encoding: 'utf8' });
  const found = targets.split('\n').find((line) => line !== '' && !line.includes('security'));
  if (found === undefined) throw new Error('apt-get knows no packages: run apt-get update');
  return found.split(' ')[0] as string;
}

/** Fetches the crates of these packages and of all that they need. */
export function fetchCrates(packages: readonly string[]): void {
  const work = `${FOLDER}.new`;
  const at = (...names: readonly string[]) => join(work, ...names);
  rmSync(work, { recursive: true, force: true });
  for (const folder of ['lists/partial', 'archives/partial', 'debs', 'unpacked']) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('sources.list'), `deb [trusted=yes] ${mirror()} sid main\n`);
  // Of this machine's own lists and packages apt is to know nothing.
  writeFileSync(at('status'), '');
  const own = { 'Dir::Etc::SourceList': 'sources.list', 'Dir::State::Lists': 'lists', 'Dir::State::status': 'status', 'Dir::Cache': '.' };
  const options = ['Dir::Etc::SourceParts=/dev/null', 'Dir::Etc::PreferencesParts=/dev/null', ...Object.entries(own).map(([key, name]) => `${key}=${at(name)}`)].flatMap((one) => [
    '-o',
    one,
  ]);
  execFileSync('apt-get', [...options, '-qq', 'update'], { stdio: 'inherit' });
  const plan = execFileSync('apt-get', [...options, 'install', '--no-install-recommends', '--print-uris', '-y', ...packages], { encoding: 'utf8' });
  const crates = [...plan.matchAll(/^'([^']+\/librust-[^']+\.deb)'/gm)].map(([, url]) => `url=${url}`);
  execFileSync('curl', ['--no-progress-meter', '--fail', '--parallel', '--remote-name-all', '--config', '-'], {
    cwd: at('debs'),
    input: crates.join('\n'),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  for (const file of readdirSync(at('debs'))) execFileSync('dpkg-deb', ['--extract', at('debs', file), at('unpacked')]);
  rmSync(FOLDER, { recursive: true, force: true });
  renameSync(at('unpacked/usr/share/cargo/registry'), FOLDER);
  rmSync(work, { recursive: true });
}
