// `--as ip`: each command that ran beside an nlmon device is found again in what that saw, and printed from there.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { programsOf } from '../../../src/cli/decode/programs.js';
import { recordedNames } from '../../../src/cli/namespaces.js';
import { route } from '../../../src/index.js';
import { toHex } from '../../../src/netlink/bytes.js';
import type { Entry } from '../../../src/netlink/capture/entry.js';
import { openCapture } from '../../../src/netlink/capture/open.js';
import { entriesOf } from '../../../src/netlink/capture/understanding.js';
import { rows, tally } from '../../fixtures.js';
import { fixture } from '../../netlink/capture/captures.js';
import { decoded, fixturePath } from './decoding.js';

const test = suite('decode --as');

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly setup: readonly string[];
  readonly rc: number;
  readonly stdout: string;
  readonly exchange: readonly { readonly hex: string; readonly family?: number }[];
}

interface Seen {
  readonly hex: string;
  readonly entries: readonly number[];
}

/** The datagrams of a recording, and the entries that each has a part in. */
async function seenIn(path: string): Promise<Seen[]> {
  const { entries } = await entriesOf(await openCapture(fixture(path)), { protocols: (family) => (family === 0 ? route : undefined) });
  const messages = entries.flatMap(({ id, messages }) => messages.map((message) => ({ id, message }))).sort((a, b) => a.message.number - b.message.number);
  const out: { hex: string; datagram: object; entries: number[] }[] = [];
  for (const { id, message } of messages) {
    if (out.at(-1)?.datagram !== message.datagram) out.push({ hex: toHex(message.datagram.bytes), datagram: message.datagram, entries: [] });
    out.at(-1)?.entries.push(id);
  }
  return out;
}

/** Entries of the datagrams in a row that are those of a case, in some order: each socket has its own. Undefined where they are not there. */
function find(seen: readonly Seen[], { exchange }: Case): readonly number[] | undefined {
  const wanted = exchange
    .map(({ hex }) => hex)
    .sort()
    .join();
  const first = new Set(exchange.map(({ hex }) => hex));
  const at = seen.findIndex(
    ({ hex }, i) =>
      first.has(hex) &&
      seen
        .slice(i, i + exchange.length)
        .map(({ hex }) => hex)
        .sort()
        .join() === wanted,
  );
  return at < 0 ? undefined : [...new Set(seen.slice(at, at + exchange.length).flatMap(({ entries }) => entries))];
}

/** What passes through no netlink socket, and a request that iproute2 sent the first kilobyte of. */
const NOT_HELD = ['nlmon-kinds_vm/kind-tunnel-3-show', 'nlmon-macaddr/macaddr-18-set-100'];

for (const [pcap, group, found] of [
  ['vm-6.1-s390x-macaddr', 'vm-6.1-s390x/macaddr', 14],
  ['vm-6.1-s390x-recipe', 'vm-6.1-s390x/recipe', 33],
  ['vm-6.1-x86_64-kinds_vm', 'vm-6.1-x86_64/kinds_vm', 68],
  ['vm-6.1-x86_64-recipe', 'vm-6.1-x86_64/recipe', 35],
] as const) {
  test(`prints what each command printed: ${pcap}`, async () => {
    const path = `pcap/${pcap}.pcap.gz`;
    const seen = await seenIn(path);
    let count = 0;
    for (const one of rows<Case>(`captures/${group}.jsonl.gz`)) {
      const { name, argv, exchange, stdout, setup, rc } = one;
      if (!name.startsWith('nlmon-') || exchange.length === 0 || NOT_HELD.includes(name)) continue;
      const entries = find(seen, one);
      if (entries === undefined) {
        // The device saw its own namespace alone.
        assert.match(argv.join(' '), /^ip (-d |-j )*(-n namespace1 |netns exec namespace1 )/, name);
        continue;
      }
      count++;
      const out = await decoded(['--as', argv.join(' '), '--entry', entries.join(), '--netns', recordedNames(setup).join(), fixturePath(path)]);
      assert.is(out.stdout, stdout, `${name} ${argv.join(' ')}: ${out.stderr}`);
      assert.is(out.code, rc, `${name} ${argv.join(' ')}: ${out.stderr}`);
    }
    assert.is(count, found);
  });
}

const recipe = fixturePath('pcap/vm-6.1-x86_64-recipe.pcap.gz');

/** What the command of a case printed. */
const printed = (name: string): string => rows<Case>('captures/vm-6.1-x86_64/recipe.jsonl.gz').find((one) => one.name === `nlmon-recipe/${name}`)?.stdout ?? '';

test('finds out which command it was', async () => {
  const one = async (...argv: string[]) => (await decoded([...argv, recipe])).stdout;
  assert.is(await one('--as', 'ip -d', '--entry', '1'), printed('recipe-00-link-before'));
  assert.is(await one('--as', 'ip', '--details', '--port', '15393'), printed('recipe-00-link-before'));
  assert.is(await one('--as', 'ip -j -d', '--entry', '2'), printed('recipe-00-link-before.j'));
  assert.is(await one('--as', 'ip', '--entry', '14,15'), printed('recipe-05-addr-show'));
  const all = await one('--as', 'ip');
  const commands = all.split('\n').filter((line) => line.startsWith('# '));
  assert.equal(commands.slice(0, 4), ['# #1, port 15393: ip link', '# #2, port 15402: ip link', '# #14-#15, port 15448: ip address', '# #16-#17, port 15457: ip address']);
  assert.equal(tally(commands.map((line) => line.replace(/.*: /, ''))), {
    'ip link': 12,
    'ip address': 3,
    'ip route': 9,
    'ip neigh': 9,
    'ip address show dev macvlan1': 3,
    'ip link show dev macvlan1': 2,
    'ip link show dev macvlan2': 3,
    'ip netns list-id': 2,
  });
});

test('sockets whose program cannot be told may be as many as no call takes for arguments', () => {
  const entry = (port: number, id: number) => ({ id, kind: 'request', port }) as unknown as Entry;
  const unknown = Array.from({ length: 130_000 }, (_, id) => entry(0x8000_0001, id));
  const [program, ...others] = programsOf([...unknown, entry(7, unknown.length)]);
  assert.equal([program?.name, program?.around.length, others.length], ['port 7', unknown.length, 0]);
});

test.run();
