// A recorded case run in this process, without files: what came out, and the requests that were not as recorded.

import * as assert from 'uvu/assert';
import { stoppedCode } from '../../src/cli/backing.js';
import { kinds } from '../../src/cli/kinds.js';
import { recordedNamespaces } from '../../src/cli/namespaces.js';
import { type Case, readCases } from '../../src/cli/recordings.js';
import { run } from '../../src/cli/run.js';
import { route } from '../../src/index.js';
import { byteOrderOf, Replay } from '../../src/netlink/replay.js';
import { replayRules } from '../../src/rtnl/replay-rules.js';
import type { Ran } from './recordings.js';

const protocol = route as never;
const rules = replayRules(protocol);

/** Runs the command line of a case against its exchange. `problems` is empty where all was asked that was recorded, and nothing else. */
export async function replayedHere({
  argv = ['ip'],
  exchange = [],
  setup = [],
  during,
  rc,
  arch,
  stdin = '',
  stdin_b64,
}: Partial<Case>): Promise<Ran & { readonly problems: string[] }> {
  const replay = new Replay(exchange, { rules, littleEndian: byteOrderOf(exchange, arch) });
  const problems: string[] = [];
  let stdout = '';
  let stderr = '';
  const io = {
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
    bytes: () => undefined,
    stdin: () => new Uint8Array(stdin_b64 === undefined ? Buffer.from(stdin) : Buffer.from(stdin_b64, 'base64')),
    terminal: false,
    signal: undefined,
  };
  const code = await run(argv.slice(1), io, {
    kinds,
    protocol,
    open: () => replay,
    batch: () => stdin,
    requests: () => ({ timeout: 1000 }),
    namespaces: () => recordedNamespaces(setup, during),
    stopped: () => stoppedCode(rc),
    failed: (error) => void problems.push(String(error)),
  });
  return { code, stdout, stderr, problems: [...problems, ...replay.unfinished()] };
}

/** Asserts that each case of a file of `fixtures/vectors` comes out as recorded: output, code, requests. */
export async function assertCases(file: string): Promise<void> {
  const cases = readCases(new URL(`../../fixtures/vectors/${file}`, import.meta.url).pathname);
  assert.ok(cases.length > 0);
  for (const { name, argv = [], stdout, stderr, ...rest } of cases) {
    assert.equal(await replayedHere({ argv, ...rest }), { code: rest.rc, stdout, stderr, problems: [] }, `${name} ${argv.join(' ')}`);
  }
}
