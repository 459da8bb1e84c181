// Takes captures again: runs each case of a fixture file with the machine's own `ip`, in namespaces of its own, and
// writes what was sent, received and printed in the same format. Needs `ip`, unshare(1), gcc and root.
//   npm run capture -- fixtures/captures/host-6.18/recipe.jsonl.gz OUT.jsonl

import { isUtf8 } from 'node:buffer';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { machine, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Case {
  readonly name: string;
  readonly group: string;
  readonly argv: readonly string[];
  readonly setup: readonly string[];
  readonly wrapper?: readonly string[];
}

const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined) throw new Error('usage: npm run capture -- IN.jsonl[.gz] OUT.jsonl');

const folder = mkdtempSync(join(tmpdir(), 'rtnl-capture-'));
const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

try {
  const recorder = join(folder, 'nlrec.so');
  execFileSync('gcc', ['-O1', '-shared', '-fPIC', '-o', recorder, new URL('../fixtures/capture/nlrec.c', import.meta.url).pathname, '-ldl']);
  const version = execFileSync('ip', ['-V'], { encoding: 'utf8' }).replace(/^.*iproute2-([^,\s]+).*$/s, '$1');
  const bytes = readFileSync(input);
  const cases = (input.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
  const lines = cases.map((one) => take(one, recorder, version));
  writeFileSync(output, `${lines.join('\n')}\n`);
  console.log(`${lines.length} cases written to ${output}`);
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * Everything happens in a network, a mount and a process namespace of its own: no name, address or process id in a case
 * can mean anything of the machine.
 */
function take({ name, group, argv, setup, wrapper = [] }: Case, recorder: string, iproute2: string): string {
  const out = join(folder, 'out');
  rmSync(out, { force: true });
  const record = `NLREC_OUT=${quote(out)} LD_PRELOAD=${quote(recorder)} ${[...wrapper, ...argv].map(quote).join(' ')}`;
  const script = ['mount -t tmpfs none /run', 'mkdir -p /run/netns', ...setup.map((line) => `{ ${line}\n} >/dev/null 2>&1 </dev/null || :`), record].join('\n');
  const { status, stdout, stderr } = spawnSync('unshare', ['-n', '-m', '-p', '--fork', '--mount-proc', 'sh', '-c', script], { timeout: 60_000 });
  const binary = !isUtf8(stdout);
  const exchange = readRecording(out);
  return JSON.stringify({
    name,
    group,
    argv,
    setup,
    rc: status ?? -1,
    stdout: binary ? '' : stdout.toString(),
    ...(binary && { stdout_b64: stdout.toString('base64') }),
    stderr: stderr.toString(),
    ...(wrapper.length > 0 && { wrapper }),
    kernel: release(),
    arch: machine(),
    iproute2,
    exchange,
  });
}

/** What nlrec.c writes of a datagram; `fd` and `pid` tell its socket. */
interface Recorded {
  readonly dir: string;
  readonly family: number;
  readonly fd: number;
  readonly pid: number;
  readonly i: number;
  readonly hex: string;
}

function readRecording(file: string): unknown[] {
  if (!existsSync(file)) return [];
  const sockets: string[] = [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { dir, family, fd, pid, i: _, hex, ...rest } = JSON.parse(line) as Recorded;
      const socket = `${pid} ${fd}`;
      if (!sockets.includes(socket)) sockets.push(socket);
      return { dir, sock: sockets.indexOf(socket), ...(family !== 0 && { family }), ...rest, hex };
    });
}
