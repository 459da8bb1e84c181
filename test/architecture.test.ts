// The floors of the house, held by reading the import lines: netlink <- families <- rtnl <- macvlan <- simkernel <- cli, web. See ARCHITECTURE.md.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('architecture');
const root = fileURLToPath(new URL('..', import.meta.url));
const MAX_LINES = 400;

interface Import {
  readonly specifier: string;
  readonly types: boolean;
  readonly dynamic: boolean;
}

interface Source {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const files = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();

function importsOf(text: string): Import[] {
  // Comments and templates may hold what looks like one.
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const out: Import[] = [];
  for (const [, types, names = '', specifier = ''] of code.matchAll(/^(?:import|export)\s+(type\s+)?([\w*{][^'";]*?)\s+from\s+'([^']+)'/gm)) {
    const named = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
    const onlyTypes = named?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false;
    out.push({ specifier, types: types !== undefined || onlyTypes, dynamic: false });
  }
  for (const [, specifier = ''] of code.matchAll(/^import\s+'([^']+)'/gm)) out.push({ specifier, types: false, dynamic: false });
  for (const [, before = '', specifier = ''] of code.matchAll(/(.{0,12})\bimport\(\s*'([^']+)'\s*\)/g)) {
    out.push({ specifier, types: /[:<|&=]\s*$/.test(before) && !/await\s*$/.test(before), dynamic: true });
  }
  return out;
}

const sources: readonly Source[] = files('src', /\.tsx?$/)
  .filter((path) => !path.endsWith('.d.ts'))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(text) };
  });

const known = new Set([...sources.map(({ path }) => path), 'src/netlink/buffer-layout.d.ts']);

/** The file an import means, from the root; undefined for packages. */
function target(from: string, { specifier }: Import): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = relative(root, join(root, dirname(from), specifier))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts');
  return known.has(`${path}x`) ? `${path}x` : path;
}

/** `src/rtnl/link.ts: ../macvlan/kind.js` for each import that `wrong` says so of. */
const offending = (wrong: (source: Source, one: Import, to: string | undefined) => boolean): string[] =>
  sources.flatMap((source) => source.imports.filter((one) => wrong(source, one, target(source.path, one))).map(({ specifier }) => `${source.path}: ${specifier}`));

const within = (path: string | undefined, folder: string): boolean => path?.startsWith(`${folder}/`) === true;
const isSocket = (path: string | undefined): boolean => within(path, 'src/netlink/socket');
const isBuiltin = (specifier: string): boolean => specifier.startsWith('node:') || builtinModules.includes(specifier);
const matching = (pattern: RegExp, except: (path: string) => boolean): string[] =>
  sources.filter(({ path, text }) => !except(path) && pattern.test(text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, ''))).map(({ path }) => path);

test('there is something to look at', () => {
  assert.ok(sources.length > 50);
  assert.ok(sources.every(({ path, imports }) => imports.length > 0 || path.length > 0));
  assert.ok(sources.flatMap(({ imports }) => imports).length > 200);
  assert.equal(
    importsOf(
      "import a, { b } from './a.js';\nimport type { C } from './c.js';\nimport { type D } from './d.js';\nimport './e.js';\nexport * from './f.js';\nconst g = await import('./g.js');",
    ),
    [
      { specifier: './a.js', types: false, dynamic: false },
      { specifier: './c.js', types: true, dynamic: false },
      { specifier: './d.js', types: true, dynamic: false },
      { specifier: './f.js', types: false, dynamic: false },
      { specifier: './e.js', types: false, dynamic: false },
      { specifier: './g.js', types: false, dynamic: true },
    ],
  );
});

test('imports point down the floors only', () => {
  const FLOORS = ['netlink', 'families', 'rtnl', 'macvlan', 'simkernel', 'cli', 'web'];
  const floor = (path: string): number => FLOORS.findIndex((name) => within(path, `src/${name}`));
  assert.equal(
    offending(({ path }, _, to) => {
      if (to === undefined) return false;
      const from = floor(path);
      // What lies in src itself composes the floors up to simkernel; cli and web may use it.
      if (from < 0) return floor(to) > FLOORS.indexOf('simkernel');
      return floor(to) < 0 ? from < FLOORS.indexOf('simkernel') : floor(to) > from;
    }),
    [],
  );
});

test('every import is of a file that is there', () => {
  assert.equal(
    offending((_, { specifier }, to) => to !== undefined && (!known.has(to) || !specifier.endsWith('.js'))),
    [],
  );
});

test('the protocol runs in a browser: nothing of node outside socket', () => {
  const browser = (path: string): boolean =>
    (within(path, 'src/netlink') && !isSocket(path)) || within(path, 'src/families') || within(path, 'src/rtnl') || within(path, 'src/macvlan') || within(path, 'src/web');
  // What a client may wish to read of this machine (names in files, sysctls) says so in its own name, and is loaded when it is used.
  const files = /\/(netns|sysctl|names-files)\.ts$/;
  assert.equal(
    offending(({ path }, { specifier, types }) => browser(path) && !files.test(path) && isBuiltin(specifier) && !types),
    [],
  );
  assert.equal(
    matching(/\b(process|Buffer|require|__dirname)\b\s*[.([]/, (path) => !browser(path) || files.test(path)),
    [],
  );
});

test('buffer-layout is known to struct alone', () => {
  assert.equal(
    offending(({ path }, { specifier }) => specifier === 'buffer-layout' && path !== 'src/netlink/struct.ts'),
    [],
  );
});

test('native code is reached from socket alone', () => {
  assert.equal(
    offending(({ path }, { specifier }) => !isSocket(path) && /^(koffi|node:ffi|ffi)$/.test(specifier)),
    [],
  );
  assert.equal(
    matching(/['"](koffi|node:ffi)['"]|\bDeno\.dlopen\b|process\.dlopen/, (path) => isSocket(path)),
    [],
  );
});

test('what uses the socket loads it when it is needed, or names its types', () => {
  assert.equal(
    offending(({ path }, { types, dynamic }, to) => !isSocket(path) && isSocket(to) && !types && !dynamic && !within(path, 'src/cli')),
    [],
  );
});

test('what the socket needs of node is asked for by function: an import looks at every member, and so loads streams that nobody needs', () => {
  assert.equal(
    offending(({ path }, { specifier, types }) => isSocket(path) && isBuiltin(specifier) && !types),
    [],
  );
});

test('a program that imports the library loads nothing that the command alone needs, no socket and no buffer-layout', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const one of sources.find((source) => source.path === path)?.imports ?? []) {
      if (one.types || one.dynamic) continue;
      const to = target(path, one);
      if (to === undefined) packages.add(one.specifier);
      else visit(to);
    }
  };
  visit('src/index.ts');
  assert.ok(seen.size > 100);
  assert.equal(
    [...seen].filter((path) => within(path, 'src/cli') || isSocket(path) || /-words\.ts$|macvlan\/words\.ts$|\/command\.ts$|\/printer\.ts$/.test(path)),
    [],
  );
  assert.equal([...packages], []);
});

test('timers run where a request is given up, where an echo is waited for, where the event loop is given its turn, where the conformance kit waits, where the lab does, and where a simulated machine is followed', () => {
  const timed = ['src/netlink/count-down.ts', 'src/netlink/socket/echo.ts', 'src/netlink/turn.ts', 'src/cli/conformance/time.ts', 'src/cli/lab/ground.ts', 'src/cli/sim/wake.ts'];
  assert.equal(
    matching(/\b(setTimeout|setInterval)\s*\(/, (path) => timed.includes(path)),
    [],
  );
});

test('no program is started, but by the command where that is what was asked for', () => {
  assert.equal(
    offending(({ path }, { specifier }) => /^(node:)?child_process$/.test(specifier) && !within(path, 'src/cli')),
    [],
  );
  assert.equal(
    matching(/['"](node:)?child_process['"]/, (path) => within(path, 'src/cli')),
    [],
  );
});

test('packages beside those of the manifest are not imported; the page has its own inside it', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const bundled = new Set(Object.keys(devDependencies ?? {}).filter((name) => /^(preact|@preact\/.*|@dagrejs\/.*)$/.test(name)));
  const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const allowed = new Set([...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {})]);
  assert.equal(
    offending(
      ({ path }, { specifier }, to) => to === undefined && !isBuiltin(specifier) && !allowed.has(specifier) && !(within(path, 'src/web') && bundled.has(packageOf(specifier))),
    ),
    [],
  );
});

test('no imports go in a circle', () => {
  const graph = new Map(sources.map(({ path, imports }) => [path, imports.filter(({ types, dynamic }) => !types && !dynamic).flatMap((one) => target(path, one) ?? [])]));
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (finished.has(path) || trail.includes(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  assert.equal(circles, []);
});

test('nothing is exported by default', () => {
  assert.equal(
    matching(/^export\s+default\b|\bas\s+default\b/m, () => false),
    [],
  );
});

test('every file says what it is, and one that is long says why', () => {
  const wrong = sources.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n');
    const opening = lines.slice(
      0,
      lines.findIndex((line) => !line.startsWith('//') && !line.startsWith('#!')),
    );
    if (!opening.some((line) => line.startsWith('// '))) return [`${path}: does not say what it is`];
    return lines.length > MAX_LINES && !/\b(long|lines|one (table|file|place))\b/i.test(opening.join(' ')) ? [`${path}: ${lines.length} lines`] : [];
  });
  assert.equal(wrong, []);
});

test('every test runs', () => {
  const silent = files('test', /\.test\.ts$/).filter((path) => !/^\w+\.run\(\);$/m.test(readFileSync(join(root, path), 'utf8')));
  assert.equal(silent, []);
});

test('importing the library does nothing: no native code is loaded, nothing is opened', () => {
  // In a process of its own: other tests load the binding.
  const index = new URL('../src/index.js', import.meta.url).href.replace(/\.js$/, '.ts');
  const program = `
    import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
    const opened = () => {
      const netlink = readFileSync('/proc/self/net/netlink', 'utf8').split('\\n').map((line) => 'socket:[' + line.trim().split(/ +/).at(-1) + ']');
      return readdirSync('/proc/self/fd').filter((fd) => { try { return netlink.includes(readlinkSync('/proc/self/fd/' + fd)); } catch { return false; } }).length;
    };
    const { Rtnl } = await import(${JSON.stringify(index)});
    const maps = readFileSync('/proc/self/maps', 'utf8');
    console.log(JSON.stringify({ open: typeof Rtnl.open, native: /koffi|\\.node$/m.test(maps), sockets: opened(), resources: process.getActiveResourcesInfo().filter((name) => /UDP|TCP|Timer|Timeout|Worker/.test(name)) }));`;
  const printed = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' });
  assert.equal(JSON.parse(printed), { open: 'function', native: false, sockets: 0, resources: [] });
});

test.run();
