// `npm test`: every test file, several at a time, with coverage; ends with the line `N passed, N failed`.
//   npm test -- PATTERN      only the files whose path below test/ matches, without coverage
// TEST_JOBS is how many at a time, TEST_LIMIT the seconds after which a file counts as hung.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Outcome, Worker } from './test-pool.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const pattern = process.argv[2];

/** Held where the kernel tests can run: without them the socket is not reached. */
const LINES = '97';
const FLOORS = ['src/netlink', 'src/rtnl', 'src/macvlan'];
const REPORT = ['--all', ...FLOORS.flatMap((floor) => ['--include', `${floor}/**/*.ts`]), '--exclude', '**/*.d.ts', '--exclude', '**/surface.ts', '--reporter', 'text'];

const LIMIT = Number(process.env.TEST_LIMIT ?? 600);
/** Many tests wait for the kernel more than they compute. */
const JOBS = Number(process.env.TEST_JOBS ?? availableParallelism() + 2);
/** These need the package, which is made once for all. */
const PACKAGED = /^(package\/|kernel\/no-program)/;
/** What takes longest is begun first, so that nobody waits for it in the end; the package is made meanwhile. */
const LONGEST = /^(simkernel\/recorded|cli\/conformance\/kit|kernel\/lab)\./;
const LONG = /^(cli\/conformance|kernel|cli\/decode)\//;
/** These are held against what the kernel does meanwhile, or count turns of the event loop: they come last, one at a time. */
const ALONE = /^(simkernel\/differential|kernel\/(loop-turns|dump-race))/;
/** This one asks how many functions were made for shapes, of which a process has a certain number. */
const FRESH = /^netlink\/compiled\./;
const rank = (file: string): number => (LONGEST.test(file) ? 0 : PACKAGED.test(file) ? 2 : LONG.test(file) ? 1 : 3);

const kernel = process.env.REQUIRE_KERNEL === '1' || process.getuid?.() === 0;
const wanted = new RegExp(pattern === undefined ? '\\.test\\.ts$' : `${pattern}.*\\.test\\.ts$`);
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => wanted.test(file))
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

const folder = mkdtempSync(join(tmpdir(), 'rtnetlink-test-'));
const covered = join(folder, 'coverage');
const env = { ...process.env, ...(pattern === undefined && { NODE_V8_COVERAGE: covered }) };

const made = process.env.PACKAGE === undefined && files.some((file) => PACKAGED.test(file)) ? makePackage() : {};

const counts = { total: 0, passed: 0, skipped: 0 };
const failed: string[] = [];
let done = 0;

function tell({ file, output, seconds, total, passed, skipped }: Outcome): void {
  counts.total += total;
  counts.passed += passed;
  counts.skipped += skipped;
  if (passed < total) failed.push(file);
  console.log(`${++done}/${files.length} ${file} ${seconds.toFixed(1)} s\n${output.trimEnd()}\n`);
}

/** Where the package is, for who needs it. Where it cannot be made, whoever needs it says so. */
async function makePackage(): Promise<Record<string, string>> {
  const maker = spawn(process.execPath, ['--import', 'tsx', join(root, 'scripts/pack.ts'), folder], { stdio: 'ignore' });
  const [code] = await once(maker, 'close');
  return code === 0 ? { PACKAGE: join(folder, 'package') } : {};
}

/** Takes files until there are none. */
async function lane(queue: string[]): Promise<void> {
  let worker: Worker | undefined;
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (FRESH.test(file)) {
      await end(worker);
      worker = undefined;
    }
    worker ??= new Worker(LIMIT, env);
    tell({ ...(await worker.run(pathToFileURL(join(root, 'test', file)).href, PACKAGED.test(file) ? await made : {})), file });
    if (!worker.alive) worker = undefined;
  }
  await end(worker);
}

/** What went wrong as it ended counts as a test. */
async function end(worker: Worker | undefined): Promise<void> {
  const wrong = await worker?.close();
  if (wrong === undefined) return;
  failed.push(wrong);
  counts.total++;
}

/** Whether enough is covered. */
function isCovered(): boolean {
  const check = kernel ? ['--check-coverage', '--lines', LINES] : [];
  return (
    spawnSync(process.execPath, [join(root, 'node_modules/c8/bin/c8.js'), 'report', '--temp-directory', covered, ...REPORT, ...check], { cwd: root, stdio: 'inherit' }).status === 0
  );
}

try {
  const others = files.filter((file) => !ALONE.test(file));
  await Promise.all(Array.from({ length: Math.min(JOBS, others.length) }, () => lane(others)));
  await lane(files.filter((file) => ALONE.test(file)));
  const { total, passed, skipped } = counts;
  if (pattern === undefined && !isCovered()) failed.push('coverage');
  const wrong = Math.max(total - passed, failed.length > 0 ? 1 : 0);
  for (const what of failed) console.log(`failed: ${what}`);
  console.log(`${passed} passed, ${wrong} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = wrong === 0 && total > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
