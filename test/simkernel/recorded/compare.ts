// A recorded case on the simulated kernel: what differs between what it says and prints there, and what was recorded.

import type { Case } from '../../../src/cli/recordings.js';
import type { ByteOrder } from '../../../src/netlink/byte-order.js';
import type { NetNamespace } from '../../../src/simkernel/namespace.js';
import { Names } from './alike.js';
import { type Difference, partings } from './difference.js';
import type { Machine, Ran } from './machine.js';
import { type Asked, recordedRequests, simulatedRequests } from './said.js';
import { byTraffic, told } from './told.js';
import type { Release, Tree } from './trees.js';

/** A recorded case as files have it. */
export interface Recorded extends Case {
  readonly group?: string;
  /** Words before the command: another user, a user namespace. */
  readonly wrapper?: readonly string[];
}

export interface Outcome {
  readonly differences: readonly Difference[];
  /** Requests whose replies were compared, and requests that ours did not send at that moment. */
  readonly compared: number;
  readonly unsent: number;
  /** Nothing was changed. */
  readonly clean: boolean;
  /** Which address stands for which recorded one. */
  readonly names: ReadonlyMap<string, string>;
}

/** Runs a case in the state that its setup made. */
export async function compare(machine: Machine, recorded: Recorded, learnt: ReadonlyMap<string, string>, { options: { byteOrder }, release }: Tree): Promise<Outcome> {
  const { argv, setup, rc, stdout, stdout_b64, stderr, exchange, stdin = '', wrapper = [] } = recorded;
  const names = new Names(`${setup.join('\n')}\n${argv.join(' ')}`, learnt);
  const differences: Difference[] = [];
  const asked = recordedRequests(exchange, byteOrder);
  const firstChange = asked.findIndex(({ asks }) => !asks);
  const before = asked.slice(0, firstChange < 0 ? asked.length : firstChange).filter(({ whole }) => whole);
  const at = argv.findIndex((word, i) => word === '-n' || word === '-netns' || (word === 'exec' && argv[i - 1] === 'netns'));
  const ns = machine.namespace(at < 0 ? undefined : argv[at + 1]);
  const admin = !wrapper.some((word) => word === 'setpriv' || word === 'unshare');
  for (const one of before) differences.push(...compareReplies(one, await reply(machine, ns, admin, one, byteOrder), names, release));
  const { result, said } = await machine.overheard(() =>
    machine.run([...wrapper, ...argv], { stdin, passes: false, worked: rc === 0 || (stderr.startsWith('RTNETLINK answers') && !stderr.includes('No such process')) }),
  );
  const own = simulatedRequests(said, byteOrder);
  let unsent = 0;
  for (const one of asked) {
    const exact = own.findIndex(({ key, asks }) => key === one.key && asks === one.asks);
    const at = exact >= 0 ? exact : own.findIndex(({ message, asks }) => asks === one.asks && names.alike(told(one.message, release), told(message, release)));
    if (before.includes(one)) {
      if (at >= 0) own.splice(at, 1);
      continue;
    }
    if (at < 0) {
      if (one.asks) unsent++;
      else differences.push({ what: 'request', recorded: one.key, simulated: undefined });
      continue;
    }
    const [mine] = own.splice(at, 1) as [Asked];
    differences.push(...compareReplies(one, mine.replies, names, release));
  }
  for (const one of own) if (!one.asks) differences.push({ what: 'request', recorded: undefined, simulated: one.key });
  differences.push(
    ...compareOutput(
      { rc, stdout: stdout_b64 === undefined ? stdout : undefined, stderr },
      result,
      names,
      release,
      asked.some(({ replies }) => replies[0]?.name === 'RTM_NEWNEIGH'),
    ),
  );
  const clean = simulatedRequests(said, byteOrder).every(leavesAllAsItWas);
  return { differences, compared: asked.length - unsent, unsent, clean, names: names.simulated };
}

/** Of a link that is not changed as was asked something may have changed all the same. */
function leavesAllAsItWas({ asks, aboutLink, replies }: Asked): boolean {
  return asks || (!aboutLink && replies.length > 0 && replies.every(({ name, body }) => name === 'NLMSG_ERROR' && (body as { error: number }).error !== 0));
}

/** Sends a recorded request as it is. */
async function reply(machine: Machine, netns: NetNamespace, admin: boolean, { bytes }: Asked, byteOrder: ByteOrder): Promise<Asked['replies']> {
  const { said } = await machine.overheard(async () => {
    const transport = machine.kernel.transport({ netns, admin });
    transport.send(bytes, true);
    while (transport.receive() !== undefined);
    await transport.close();
  });
  return simulatedRequests(said, byteOrder)[0]?.replies ?? [];
}

function compareReplies({ key, echo, acknowledged, replies }: Asked, simulated: Asked['replies'], names: Names, release: Release): Difference[] {
  // Whoever did not ask for an answer and looked at none has none in the recording.
  if (replies.length === 0 && !acknowledged) return [];
  // A program that has its echo need not wait for the acknowledgement.
  const patient = replies.some(({ name }) => name === 'NLMSG_ERROR') || !echo;
  const texts = (messages: Asked['replies']) =>
    messages.filter((message) => !byTraffic(message) && (patient || message.name !== 'NLMSG_ERROR')).map((message) => told(message, release));
  const [expected, got] = [inOrder(texts(replies)), inOrder(texts(simulated))];
  return partings(
    expected,
    got,
    (a, b) => names.alike(a, b) || (release.fewerTexts === true && a === withoutText(b)),
    (i) => `reply ${i} of ${expected.length} (${got.length} here) to ${key.slice(0, 200)}`,
  );
}

/** A refusal as a kernel tells it that has no words for it. */
const withoutText = (told: string): string => told.replace(/^NLMSG_ERROR 200 (\{"error":-?\d+),"extendedAck":\{"message":"(?:[^"\\]|\\.)*"\}\}$/, 'NLMSG_ERROR 0 $1}');

/** Neighbours are listed in the order of a random hash. */
const inOrder = (texts: string[]): string[] => (texts.length > 1 && texts[0]?.startsWith('RTM_NEWNEIGH') ? texts.sort() : texts);

/** The same of what is printed: lines, or elements of a list. */
function printedInOrder(text: string): string {
  const inside = /^\[(\{.*\})\]\n$/.exec(text)?.[1];
  return inside === undefined
    ? text.split('\n').sort().join('\n')
    : inside
        .split('},{')
        .map((item) => item.replace(/^\{|\}$/g, ''))
        .sort()
        .join('\n');
}

function compareOutput(recorded: { rc: number; stdout: string | undefined; stderr: string }, ran: Ran, names: Names, release: Release, unordered: boolean): Difference[] {
  const out: Difference[] = [];
  if (recorded.rc !== ran.code) out.push({ what: 'code', recorded: String(recorded.rc), simulated: String(ran.code) });
  // A list that is saved is preceded by a few bytes that say of what.
  const said = { stdout: ran.stdout + Buffer.from(ran.bytes).toString(), stderr: ran.stderr };
  const shown = (text: string) => (unordered ? printedInOrder(text) : text).replaceAll(release.qdisc ?? 'pfifo_fast', 'pfifo_fast');
  const wordless = release.fewerTexts && /^(Error: .*\n)+$/.test(ran.stderr) && recorded.stderr.startsWith('RTNETLINK answers: ');
  for (const key of ['stdout', 'stderr'] as const) {
    const text = recorded[key];
    if (text === undefined || (key === 'stderr' && wordless) || names.alike(shown(text), shown(said[key]))) continue;
    const [a, b] = [shown(text).split('\n'), shown(said[key]).split('\n')];
    out.push(...partings(a, b, names.alike.bind(names), (i) => `${key}, line ${i + 1}`));
  }
  return out;
}
