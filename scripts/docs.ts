// `npm run docs [-- OUT]`: the reference of every public floor, made from the doc comments, into docs/ or OUT. Fails where something public has none.
// typedoc reads sources through the compiler's own API, which TypeScript 7 does not have: it gets an older one, in a folder of its own.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPEDOC = 'typedoc@0.28';
const TYPESCRIPT = 'typescript@5.9';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = process.argv[2] ?? join(root, 'docs');
const folder = mkdtempSync(join(tmpdir(), 'rtnetlink-docs-'));

const MISSING = /^.*\[warning\]\S* (\S+) .*does not have any documentation$/;

/** Members of a nameless type (the table of link kinds), documented where their interface is; constants in the kernel's spelling, which say what they are. */
const DOCUMENTED_ELSEWHERE = /\.__type\.|\.[A-Z][A-Z0-9_]+ \(Variable\)/;

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

try {
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, TYPEDOC, TYPESCRIPT]);
  const said = run(process.execPath, [join(folder, 'node_modules/typedoc/bin/typedoc'), '--options', join(root, 'typedoc.json'), '--out', out]).split('\n');
  const missing = said.filter((line) => MISSING.test(line) && !DOCUMENTED_ELSEWHERE.test(line));
  const other = said.filter((line) => /\[(warning|error)\]/.test(line) && !MISSING.test(line) && !/Found \d+ errors|multiple declarations with a comment/.test(line));
  for (const line of [...missing, ...other]) console.log(line);
  console.log(`${missing.length} undocumented, ${other.length} other warnings; the reference is in ${out}`);
  process.exitCode = missing.length === 0 && other.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
