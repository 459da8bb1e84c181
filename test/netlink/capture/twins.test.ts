// The same commands on machines of either byte order, the same kernel: what was recorded decodes to the same values.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, type RtnlMessage } from '../../../src/index.js';
import { tally } from '../../fixtures.js';
import { fixture, read } from './captures.js';

const test = suite('capture: twins of either byte order');

/** What differs by run: ports, sequence numbers, addresses that the kernel made up, counters, times, process ids, how far it was with its own business; the interface that listens has another MTU. */
const BY_RUN =
  /\.(sequence|portId|address|dst|lladdr|stats|stats64|icmp6stats|cacheinfo|mtu|conf|netNsPid)\b|\.inet6\.flags$|^(RTM_NEWNEIGH|RTM_NEWLINK|RTM_DELLINK)\.body\.index$|^RTM_NEWADDR\.body\.flags8?$|\.request\.body$|\.operstate$/;

/** The messages of each case of a file, whatever the byte order. */
async function cases(path: string): Promise<Map<string, RtnlMessage[]>> {
  const out = new Map<string, RtnlMessage[]>();
  const { datagrams, error } = await read(fixture(path));
  assert.is(error, undefined);
  for (const { socket = '', family, bytes, littleEndian } of datagrams) {
    if (family !== 0) continue;
    const name = socket.slice(0, socket.lastIndexOf('/'));
    out.set(name, [...(out.get(name) ?? []), ...decodeDatagram(bytes, { byteOrder: littleEndian ? 'little' : 'big' })]);
  }
  return out;
}

/** Calls `visit` with the path of each value in which the two differ; returns how many are equal. */
function compare(path: string, one: unknown, other: unknown, visit: (path: string) => void): number {
  if (typeof one === 'object' && typeof other === 'object' && one !== null && other !== null && !ArrayBuffer.isView(one)) {
    const keys = Object.keys({ ...one, ...other });
    return keys.reduce((sum, key) => sum + compare(`${path}.${key}`, one[key as never], other[key as never], visit), 0);
  }
  const text = (value: unknown): string => (ArrayBuffer.isView(value) ? [...(value as unknown as Iterable<unknown>)].join() : String(value));
  if (text(one) === text(other)) return 1;
  visit(path);
  return 0;
}

for (const [group, least] of [
  ['recipe', 70],
  ['modes', 50],
  ['addr', 30],
] as const) {
  test(`${group}: s390x and x86_64 tell the same`, async () => {
    const [big, little] = [await cases(`captures/vm-6.1-s390x/${group}.jsonl.gz`), await cases(`captures/vm-6.1-x86_64/${group}.jsonl.gz`)];
    let [equal, compared] = [0, 0];
    const different: string[] = [];
    for (const [name, messages] of big) {
      const twin = little.get(name);
      // Links that a module brings along are there or not.
      if (twin === undefined || twin.map((one) => one.name).join() !== messages.map((one) => one.name).join()) continue;
      compared++;
      for (const [i, one] of messages.entries()) equal += compare(one.name, one, twin[i], (path) => different.push(path));
    }
    assert.ok(compared >= least, `${compared} cases`);
    assert.ok(equal > 100 * compared, `${equal} values`);
    assert.equal(tally(different.filter((path) => !BY_RUN.test(path))), {});
  });
}

test.run();
