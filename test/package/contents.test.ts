// What is in the package: what its manifest names, and nothing of the tests.

import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, packed, project, readManifest, type Target } from './packed.js';

const test = suite('package contents');
const PAGE = 'dist/web/index.html';

const paths = (target: Target): string[] => (typeof target === 'string' ? [target] : Object.values(target).flatMap(paths));

test('holds every file its manifest names', () => {
  const { exports, bin } = readManifest(packed());
  const named = [...Object.values(bin), ...Object.values(exports).flatMap(paths)];
  for (const path of named) assert.ok(statSync(join(packed(), path)).isFile(), path);
});

test('holds no test, script, bench or build of a file that is gone', () => {
  const files = filesOf(packed());
  assert.equal(
    files.filter(
      (path) =>
        !/^(dist|src|guides|suites|examples|fixtures\/start)\/|^(fixtures\/pcap\/vm-6\.1-x86_64-recipe\.pcap\.gz|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(path),
    ),
    [],
  );
  const sources = new Set(files.filter((path) => path.startsWith('src/')));
  for (const path of files.filter(
    (path) => path.startsWith('dist/') && !/^dist\/((whole\/)?chunks\/|web\/index\.html$|(index|main|compile)\.cjs$|index\.d\.cts$|compiled\/)/.test(path),
  )) {
    assert.ok(sources.has(path.replace(/^dist\/(whole\/)?/, 'src/').replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts')), path);
  }
});

test('has the viewer, in one file that may reach nothing', () => {
  const files = filesOf(packed());
  assert.equal(
    files.filter((path) => path.startsWith('dist/web/')),
    [PAGE],
  );
  const html = readFileSync(join(packed(), PAGE), 'utf8');
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'none'; /);
  assert.not.match(html.replace(/<script>[\s\S]*<\/script>/, ''), /\b(src|href)=/);
  for (const name of ['preact', '@dagrejs/dagre', 'buffer-layout', 'pako']) assert.match(html, new RegExp(`^${name} [\\d.]+: Copyright`, 'm'));
});

test('has chunks that are all in use, and entries that share their classes', async () => {
  const code = filesOf(packed()).filter((path) => /^dist\/.*\.c?js$/.test(path));
  const chunks = code.filter((path) => path.startsWith('dist/chunks/') && path.endsWith('.js'));
  assert.ok(chunks.length > 0);
  // A line of code may end within a text.
  const text = code.map((path) => readFileSync(join(packed(), path), 'utf8').replaceAll('\\\n', '')).join('\n');
  assert.equal(
    chunks.filter((path) => !text.includes(`/${basename(path)}"`)),
    [],
  );
  const where = join(project(), 'node_modules/rtnetlink');
  const entry = (name: string): Promise<Record<string, unknown>> => import(pathToFileURL(join(where, name)).href);
  const [index, netlink] = [await entry('dist/index.js'), await entry('dist/netlink/surface.js')];
  assert.is(index.KernelError, netlink.KernelError);
  assert.is((index.KernelError as { readonly name: string }).name, 'KernelError');
});

test('has a command that can be executed', () => {
  const command = join(packed(), readManifest(packed()).bin.rtnl ?? '');
  assert.is(statSync(command).mode & 0o111, 0o111);
  assert.match(readFileSync(command, 'utf8'), /^#!\/usr\/bin\/env node\n/);
});

test('asks for no install script, and needs buffer-layout and pako alone', () => {
  const manifest = JSON.parse(readFileSync(join(packed(), 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  assert.equal(Object.keys(manifest.dependencies ?? {}), ['buffer-layout', 'pako']);
  assert.equal(
    ['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => manifest.scripts?.[name] !== undefined),
    [],
  );
});

test('has types that refer to nothing a user lacks', () => {
  for (const path of filesOf(packed()).filter((path) => path.startsWith('dist/') && path.endsWith('.d.ts'))) {
    const text = readFileSync(join(packed(), path), 'utf8');
    const specifiers = [...text.matchAll(/(?:from |import\(|import )['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
    for (const specifier of specifiers) {
      assert.match(specifier, /^\.\.?\/.*\.js$/, `${path} imports ${specifier}`);
      assert.ok(statSync(join(packed(), path, '..', specifier.replace(/js$/, 'd.ts'))).isFile(), `${path} imports ${specifier}`);
    }
  }
});

test.run();
