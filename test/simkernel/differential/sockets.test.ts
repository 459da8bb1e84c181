// Sockets of both kernels beside each other: how lists are cut into datagrams, what is said of changes under them, who gets which copy, how
// acknowledgements are capped, and how much waits where nobody reads.

import { release } from 'node:os';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram, Rtnl, type RtnlMessage } from '../../../src/index.js';
import { NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REQUEST } from '../../../src/netlink/constants.js';
import { Namespace } from '../../../src/netlink/socket/namespace.js';
import { openSocket, type SocketOptions } from '../../../src/netlink/socket/socket.js';
import type { Transport } from '../../../src/netlink/transport.js';
import { addAddressRequest } from '../../../src/rtnl/address-requests.js';
import { addRouteRequest } from '../../../src/rtnl/route-requests.js';
import { SimulatedKernel } from '../../../src/simkernel/kernel.js';
import { kernelSuite } from '../../kernel/kernel.js';

const sockets = kernelSuite('simkernel sockets');
/** Of another kernel lists are of other lengths. */
const test = /^6\.18\./.test(release()) ? sockets : sockets.skip;

/** A kernel, and how sockets of its namespace are opened. */
interface Side {
  readonly rtnl: Rtnl;
  open(options?: Pick<SocketOptions, 'capAck' | 'extendedAck' | 'strict' | 'receiveBuffer'>): Transport;
}

/** What `look` sees is the same on both. */
async function alike(look: (side: Side) => Promise<unknown>): Promise<unknown> {
  using netns = Namespace.create();
  const kernel = new SimulatedKernel();
  // A socket of this machine counts twice what it is asked for.
  const sides: Side[] = [
    { rtnl: await Rtnl.open({ netns }), open: (options) => openSocket({ ...options, netns }) },
    {
      rtnl: await Rtnl.open({ transport: kernel.transport() }),
      open: ({ receiveBuffer, ...options } = {}) => kernel.transport({ ...options, ...(receiveBuffer !== undefined && { receiveBuffer: 2 * receiveBuffer }) }),
    },
  ];
  const seen: unknown[] = [];
  for (const side of sides) {
    seen.push(await look(side));
    await side.rtnl.close();
  }
  const [real, simulated] = seen;
  // The first that differs, of many.
  if (Array.isArray(real)) for (const [i, one] of real.entries()) assert.equal((simulated as readonly unknown[])[i], one);
  assert.equal(simulated, real);
  return real;
}

async function ask(transport: Transport, message: object, flags: number, sequence = 7): Promise<void> {
  await transport.send(encodeDatagram([{ ...message, header: { flags: NLM_F_REQUEST | flags, sequence } } as never]), false);
}

interface Read {
  readonly length: number;
  readonly messages: readonly RtnlMessage[];
}

/** All that waits; nothing comes later of what was asked for. */
function read(transport: Transport, most = Number.POSITIVE_INFINITY): Read[] {
  const out: Read[] = [];
  for (let datagram = out.length < most ? transport.receive() : undefined; datagram !== undefined; datagram = out.length < most ? transport.receive() : undefined) {
    out.push({ length: datagram.bytes.length, messages: decodeDatagram(datagram.bytes) });
  }
  return out;
}

const dump = (name: string, family: number, more: object = {}) => ({ name, body: { family, ...more } });

async function furnish({ rtnl }: Side): Promise<void> {
  for (let n = 0; n < 40; n++) {
    const address = (side: number) => `02:00:00:00:0${side}:${n.toString(16).padStart(2, '0')}`;
    await rtnl.links.add({ kind: 'veth', name: `v${n}`, address: address(0), peer: { name: `p${n}`, address: address(1) } });
  }
  const { index } = await rtnl.links.get('v0');
  // An address of IPv6 counts as changed once more when a worker has proven it: none is left to be proven.
  for (const dev of ['p0', 'v0']) {
    await rtnl.links.set(dev, { addrGenMode: 'none' });
    await rtnl.links.set(dev, { up: true });
    await rtnl.addresses.add({ dev, address: dev === 'p0' ? 'fd01::1/64' : 'fd01::2/64', nodad: true });
  }
  await proven(rtnl, ['fd01::1', 'fd01::2']);
  await rtnl.nexthops.add({ id: 1, dev: 'v0' });
  await rtnl.nexthops.add({ id: 2, group: [{ id: 1 }], type: 'resilient', buckets: 300 });
  await rtnl.batch(Array.from({ length: 900 }, (_, n) => addAddressRequest(index, { address: `10.1.${n >> 8}.${n & 255}/32` })));
  await rtnl.batch(Array.from({ length: 1200 }, (_, n) => addRouteRequest({ dst: `10.2.${n >> 8}.${n & 255}/32`, oif: index })));
}

/** Until the worker that has them last has given them their own routes; whoever changes something then waits for its lock. */
async function proven(rtnl: Rtnl, addresses: readonly string[]): Promise<void> {
  const isLocal = async (): Promise<boolean> => {
    const local = await rtnl.routes.list({ family: 'inet6', table: 'local' });
    return addresses.every((address) => local.some(({ dst }) => dst === address));
  };
  while (!(await isLocal()));
}

test('cut lists into the same datagrams, the first of a socket and those behind', async () => {
  const cut = await alike(async (side) => {
    await furnish(side);
    const seen: Record<string, unknown> = {};
    for (const [name, family, more] of [
      ['RTM_GETLINK', 0],
      ['RTM_GETADDR', 2],
      ['RTM_GETROUTE', 2],
      ['RTM_GETNETCONF', 2],
      ['RTM_GETADDRLABEL', 10],
      ['RTM_GETNEXTHOPBUCKET', 0],
      ['RTM_GETSTATS', 0, { filterMask: 9 }],
    ] as const) {
      const transport = side.open();
      for (const round of ['first', 'second']) {
        await ask(transport, dump(name, family, more), NLM_F_DUMP);
        seen[`${name} ${round}`] = read(transport).map(({ length, messages }) => `${length} bytes, ${messages.length} messages`);
      }
      await transport.close();
    }
    return seen;
  });
  assert.is(Object.values(cut as Record<string, readonly string[]>).filter((parts) => parts.length > 1).length, 9);
});

test('say that a list changed under its reader, in the part that comes next', async () => {
  const told = await alike(async (side) => {
    await furnish(side);
    const { index } = await side.rtnl.links.get('v0');
    const seen: unknown[] = [];
    for (const [n, change] of (['nothing', 'a link', 'an address', 'an IPv6 address', 'no link', 'no address'] as const).entries()) {
      for (const body of [
        { family: 0 },
        { family: 0, address: true },
        { family: 2, address: true },
        { family: 10, address: true },
        { family: 2, index, address: true },
        { family: 10, index, address: true },
      ]) {
        const { address, ...rest } = body as { readonly family: number; readonly index?: number; readonly address?: true };
        const name = address === true ? 'RTM_GETADDR' : 'RTM_GETLINK';
        for (const at of [1, 2, 3]) {
          const transport = side.open();
          await ask(transport, { name, body: rest }, NLM_F_DUMP);
          // The kernel makes a part when the one before is read.
          const parts = read(transport, at);
          const spec = { dev: 'v1', address: `10.9.${n}.1/32` };
          if (change === 'a link') await side.rtnl.links.add({ kind: 'bridge', name: 'b0' });
          if (change === 'no link') await side.rtnl.links.delete('b0').catch(() => undefined);
          if (change === 'an address') await side.rtnl.addresses.add(spec);
          if (change === 'no address') await side.rtnl.addresses.delete(spec).catch(() => undefined);
          if (change === 'an IPv6 address') {
            await side.rtnl.addresses.add({ dev: 'v1', address: 'fd00::1/128', nodad: true });
            await proven(side.rtnl, ['fd00::1']);
          }
          parts.push(...read(transport));
          seen.push([change, name, rest, at, parts.map(({ messages }) => `${messages.length} ${messages.findIndex(({ header }) => (header.flags & NLM_F_DUMP_INTR) !== 0)}`)]);
          await transport.close();
          // Undone, for the next to meet the same.
          if (change === 'a link') await side.rtnl.links.delete('b0');
          if (change === 'an address') await side.rtnl.addresses.delete(spec);
          if (change === 'an IPv6 address') await side.rtnl.addresses.delete({ dev: 'v1', address: 'fd00::1/128' });
          if (change === 'no link') await side.rtnl.links.add({ kind: 'bridge', name: 'b0' });
          if (change === 'no address') await side.rtnl.addresses.add(spec);
        }
      }
    }
    return seen;
  });
  assert.match(JSON.stringify(told), / 0"/);
});

test('give whoever asks for an echo one copy, in a group or not', async () => {
  const copies = await alike(async ({ open }) => {
    const seen: unknown[] = [];
    for (const [n, [group, echo]] of (
      [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ] as const
    ).entries()) {
      const transport = open();
      if (group) transport.join(1);
      const body = { family: 0, type: 0, index: 0, flags: 0, change: 0, ifname: `b${n}`, address: '02:00:00:00:00:01', linkinfo: { kind: 'bridge' } };
      await ask(transport, { name: 'RTM_NEWLINK', body }, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK | (echo ? NLM_F_ECHO : 0));
      const messages = read(transport).flatMap(({ messages }) => messages);
      seen.push(messages.map(({ name, header }) => [name, header.flags, header.sequence, header.portId === transport.portId]));
      await transport.close();
    }
    return seen as readonly unknown[][];
  });
  assert.equal(
    (copies as readonly unknown[][]).map((messages) => messages.length),
    [1, 2, 2, 2],
  );
});

test('repeat the request in an error, or its header alone, with the words or without', async () => {
  const replies = await alike(async ({ open }) => {
    const seen: unknown[] = [];
    for (const capAck of [false, true]) {
      for (const extendedAck of [false, true]) {
        const transport = open({ capAck, extendedAck });
        const bodies = [
          { ifname: 'lo', linkinfo: { kind: 'bridge' } },
          { ifname: 'x', linkinfo: { kind: 'no-such' } },
          { ifname: 'x'.repeat(20), linkinfo: { kind: 'bridge' } },
        ];
        for (const [n, body] of bodies.entries()) {
          await ask(transport, { name: 'RTM_NEWLINK', body: { family: 0, type: 0, index: 0, flags: 0, change: 0, ...body } }, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, n + 1);
          for (const { length, messages } of read(transport)) seen.push([capAck, extendedAck, length, messages.map(({ header, body }) => [header.flags, told(body)])]);
        }
        await transport.close();
      }
    }
    return seen;
  });
  assert.is((replies as readonly unknown[]).length, 12);
});

/** What an error says, and of which request; the port is each socket's own. */
function told(body: object): unknown {
  const { error, extendedAck } = body as { readonly error: number; readonly extendedAck?: { readonly message?: string; readonly offset?: number } };
  return [error, extendedAck?.message, extendedAck?.offset];
}

test('lose notifications where nobody reads, say so once, and go on', async () => {
  const fitting: number[] = [];
  await alike(async ({ rtnl, open }) => {
    const listener = open({ receiveBuffer: 8192 });
    listener.join(1);
    const names = (): string[] => read(listener).flatMap(({ messages }) => messages.map(({ body }) => String((body as { ifname?: string }).ifname)));
    for (let n = 0; n < 20; n++) await rtnl.links.add({ kind: 'bridge', name: `b${n}` });
    let lost = '';
    try {
      listener.receive();
    } catch (error) {
      lost = (error as { code: string }).code;
    }
    const before = names();
    fitting.push(before.length);
    await rtnl.links.add({ kind: 'bridge', name: 'after' });
    const after = names();
    await listener.close();
    return [lost, before[0], before.length < 20, after];
  });
  // The kernel counts what it has set aside for a message, which it reckons before it writes it: a little more than what is simulated.
  const [real = 0, simulated = 0] = fitting;
  assert.ok(real > 0 && simulated >= real && simulated <= 2 * real, `${real} ${simulated}`);
});

sockets.run();
