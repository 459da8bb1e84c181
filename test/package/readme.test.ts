// The programs of the README, as a user's compiler sees them: what they show is there, under these names and with these options.

import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { env, project, root } from './packed.js';

const test = suite('README');

const text = readFileSync(join(root, 'README.md'), 'utf8');
const programs = [...text.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);

/** What the programs take for granted; a program that makes one of these itself does not get it. */
const GIVEN: Readonly<Record<string, string>> = {
  rtnl: "declare const rtnl: import('rtnetlink').Rtnl;",
  signal: 'declare const signal: AbortSignal;',
  bytes: 'declare const bytes: Uint8Array;',
};

const imports = (code: string) => /\bfrom 'rtnetlink/.test(code);

function program(code: string): string {
  const given = Object.entries(GIVEN).flatMap(([name, line]) => (new RegExp(`\\b(const|let) ${name}\\b|\\{[^}]*\\b${name}\\b[^}]*\\} from`).test(code) ? [] : [line]));
  // Each stands for itself: a name that was imported further up need not be again.
  const used = ['Rtnl', 'KernelError', 'netns', 'jsonReplacer'].filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return [...given, ...(imports(code) || used.length === 0 ? [] : [`import { ${used.join(', ')} } from 'rtnetlink';`]), code, 'export {};'].join('\n');
}

test('has programs', () => {
  assert.ok(programs.length >= 8, `${programs.length}`);
});

test('has programs that compile with nothing left unchecked', () => {
  const where = project();
  symlinkSync(join(root, 'node_modules', '@types'), join(where, 'node_modules', '@types'));
  symlinkSync(join(root, 'node_modules', 'undici-types'), join(where, 'node_modules', 'undici-types'));
  const files = programs.map((code, i) => {
    writeFileSync(join(where, `program${i}.ts`), program(code));
    return `program${i}.ts`;
  });
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck'];
  const compiler = ['--noEmit', '--target', 'es2022', '--module', 'nodenext', '--types', 'node', '--lib', 'es2023,esnext.disposable', ...strict, ...files];
  const { stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), compiler, { cwd: where, env, encoding: 'utf8' });
  assert.is(stdout, '');
});

test('has a program for a simulated kernel that does what it says, with nothing native to load', () => {
  const where = project({ koffi: false });
  const code = programs.find((one) => one.includes('rtnetlink/simkernel')) ?? '';
  writeFileSync(join(where, 'program.js'), code);
  const { stdout, stderr } = spawnSync(process.execPath, ['program.js'], { cwd: where, env, encoding: 'utf8' });
  assert.is(stderr, '');
  const told = [...code.matchAll(/console\.log.* \/\/ (.*)$/gm)].map(([, said = '']) => said);
  const lines = stdout.trimEnd().split('\n');
  assert.is(told.length, 2);
  for (const [i, said] of told.entries()) assert.ok(lines[i]?.endsWith(said), `${lines[i]} ${said}`);
});

test('names every code of an error', () => {
  const codes = [...readFileSync(join(root, 'src/netlink/errors.ts'), 'utf8').matchAll(/^ {2}\| '(ERR_\w+)'/gm)].map(([, code = '']) => code);
  assert.ok(codes.length > 8);
  assert.equal(
    codes.filter((code) => !text.includes(`\`${code}\``)),
    [],
  );
});

test('takes a screen at most for each thing it tells of', () => {
  const sections = text.split(/^## /m).slice(1);
  assert.equal(
    sections.filter((section) => section.split('\n').length > 60).map((section) => section.split('\n')[0]),
    [],
  );
});

test.run();
