// The simulated kernel answers the hand-made requests of fixtures/vectors/kernel-replies.jsonl as kernel 6.18 did, byte for byte but for
// the port. The links that those requests name were made by hand when they were recorded: `world` makes them again.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import type { Transport } from '../../src/netlink/transport.js';
import { SimulatedKernel } from '../../src/simkernel/kernel.js';
import { rows } from '../fixtures.js';

const test = suite('simkernel vectors');

interface Row {
  readonly name: string;
  readonly opts: Readonly<Record<string, number>>;
  readonly request: string;
  readonly hex: string;
}

const replies = rows<Row>('vectors/kernel-replies.jsonl');
const LOWER = 'b6:c6:85:c2:fd:4f';

/** lo, v0p-v0 (2, 3), v1p-v1 (4, 5), br0 (6), v2p-v2 (7 down, 8 a port), mvb (9), mvp (10), mvs (11). */
async function world(): Promise<SimulatedKernel> {
  const kernel = new SimulatedKernel({ kernel: '6.18', byteOrder: 'little' });
  const rtnl = await Rtnl.open({ transport: kernel.transport() });
  const { links, addresses } = rtnl;
  await links.add({ kind: 'veth', name: 'v0', address: LOWER, peer: { name: 'v0p' } });
  await links.add({ kind: 'veth', name: 'v1', peer: { name: 'v1p' } });
  await links.add({ kind: 'bridge', name: 'br0' });
  await links.add({ kind: 'veth', name: 'v2', peer: { name: 'v2p' } });
  await links.set('v2', { master: 'br0' });
  await links.set('v0', { up: true });
  await links.set('v0p', { up: true });
  await addresses.add({ dev: 'v0', address: '192.0.2.1/24' });
  await rtnl.neighbours.add({ dev: 'v0', dst: '192.0.2.5', lladdr: '02:00:00:00:00:55' });
  await links.add({ kind: 'macvlan', name: 'mvb', link: 'v0', mode: 'bridge', address: '02:00:00:00:01:00', up: true });
  await links.add({ kind: 'macvlan', name: 'mvp', link: 'v1', mode: 'passthru' });
  await links.add({ kind: 'macvlan', name: 'mvs', link: 'v0', mode: 'source' });
  await links.add({ kind: 'macvlan', name: 'busy', link: 'v0', mode: 'bridge', index: 33, address: '02:00:00:00:01:00' });
  await rtnl.close();
  return kernel;
}

/** What was answered, without the port. */
function answered(transport: Transport, request: string): string[] {
  transport.send(fromHex(request), true);
  const out: string[] = [];
  for (let datagram = transport.receive(); datagram !== undefined; datagram = transport.receive()) {
    const bytes = datagram.bytes.slice();
    for (let at = 0; at + 16 <= bytes.length; ) {
      bytes.fill(0, at + 12, at + 16);
      at += (new DataView(bytes.buffer).getUint32(at, true) + 3) & ~3;
    }
    out.push(toHex(bytes));
  }
  return out;
}

const withoutPort = (hex: string): string => `${hex.slice(0, 24)}00000000${hex.slice(32)}`;

for (const { name, opts, request, hex } of replies.filter(({ hex }) => hex !== '')) {
  test(`answers as the kernel does: ${name}`, async () => {
    const kernel = await world();
    const transport = kernel.transport({ strict: opts.strict === 1, capAck: opts.cap === 1, extendedAck: opts.ext !== 0 });
    const all = answered(transport, request);
    assert.ok(all.includes(withoutPort(hex)), `expected ${withoutPort(hex)}\n     got ${all.join('\n         ')}`);
  });
}

test.run();
