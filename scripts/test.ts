// `npm test`: every test file in one process, with coverage; ends with the line `N passed, N failed`.
//   npm test -- PATTERN      only the files whose path matches, without coverage

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pattern = process.argv[2];

/** Held where the kernel tests can run: without them the socket is not reached. */
const LINES = '97';
const FLOORS = ['src/netlink', 'src/rtnl', 'src/macvlan'];

/** Seconds after which a run counts as hung. */
const LIMIT = Number(process.env.TEST_LIMIT ?? 900);

const kernel = process.env.REQUIRE_KERNEL === '1' || process.getuid?.() === 0;
const coverage = ['--all', ...FLOORS.flatMap((floor) => ['--include', `${floor}/**/*.ts`]), '--exclude', '**/*.d.ts', '--exclude', '**/surface.ts', '--reporter', 'text'];
const uvu = ['--import', 'tsx', `${root}node_modules/uvu/bin.js`, '--no-color', 'test', pattern === undefined ? '\\.test\\.ts$' : `${pattern}.*\\.test\\.ts$`];
const command =
  pattern === undefined ? [`${root}node_modules/c8/bin/c8.js`, ...coverage, ...(kernel ? ['--check-coverage', '--lines', LINES] : []), process.execPath, ...uvu] : uvu;

const child = spawn(process.execPath, command, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'], detached: true });
process.on('SIGINT', () => process.kill(-(child.pid ?? 0), 'SIGINT'));
let output = '';
// A kernel call that never returns cannot be interrupted: the whole run ends, saying where it was.
const watchdog = setTimeout(() => {
  console.log(`\nno end after ${LIMIT} s; the last file was ${/.*\.test\.ts.*$/m.exec(output.split('\n').reverse().join('\n'))?.[0] ?? 'none'}`);
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  process.exit(1);
}, LIMIT * 1000);
child.stdout.setEncoding('utf8').on('data', (text: string) => {
  output += text;
  process.stdout.write(text);
});
child.on('close', (code) => {
  clearTimeout(watchdog);
  const count = (label: string) => Number(new RegExp(`${label}:\\s+(\\d+)`).exec(output)?.[1] ?? 0);
  const [total, passed, skipped] = [count('Total'), count('Passed'), count('Skipped')];
  const failed = Math.max(total - passed, code === 0 ? 0 : 1);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 && total > 0 ? 0 : 1;
});
