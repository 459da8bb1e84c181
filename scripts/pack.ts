// `tsx scripts/pack.ts FOLDER`: the package as npm would publish it, FOLDER/package.tgz, and unpacked in FOLDER/package. PACKAGE names a folder where it has
// been made already: nobody makes it again, since building takes longer than most of what is done with it.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The folder of the unpacked package. It is built in a copy of the sources: others may be at work in `dist`. */
export function pack(folder: string, env: NodeJS.ProcessEnv = process.env): string {
  const tree = join(folder, 'tree');
  mkdirSync(tree);
  try {
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly files: readonly string[] };
    const configurations = readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name));
    for (const name of ['package.json', ...configurations, 'scripts', ...files]) {
      if (name !== 'dist' && existsSync(join(root, name))) cpSync(join(root, name), join(tree, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    const out = execFileSync('npm', ['pack', '--json', '--foreground-scripts=false', '--pack-destination', folder], {
      cwd: tree,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const filename = /"filename": "([^"]+)"/.exec(out)?.[1];
    if (filename === undefined) throw new Error(`npm pack did not say what it made: ${out}`);
    renameSync(join(folder, filename), join(folder, 'package.tgz'));
    execFileSync('tar', ['-xzf', join(folder, 'package.tgz'), '-C', folder]);
  } finally {
    rmSync(tree, { recursive: true });
  }
  return join(folder, 'package');
}

const [, program, where] = process.argv;
if (program === fileURLToPath(import.meta.url) && where !== undefined && process.env.PACKAGE === undefined) {
  rmSync(where, { recursive: true, force: true });
  mkdirSync(where);
  pack(resolve(where));
}
