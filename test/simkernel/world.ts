// Simulated kernels for tests, and what they say.

import { decodeDatagram, type Link, Rtnl, type RtnlMessage } from '../../src/index.js';
import type { Transport } from '../../src/netlink/transport.js';
import { VirtualClock } from '../../src/simkernel/clock.js';
import { type KernelOptions, SimulatedKernel } from '../../src/simkernel/kernel.js';

/** A kernel, its time, a client of its first namespace, and one that hears all groups. */
export interface World {
  readonly kernel: SimulatedKernel;
  readonly clock: VirtualClock;
  readonly rtnl: Rtnl;
  /** What was told since it was last asked, in short. */
  heard(): string[];
  /** The same as messages. */
  messages(): RtnlMessage[];
}

export async function world(options: KernelOptions = {}): Promise<World> {
  const clock = new VirtualClock();
  const kernel = new SimulatedKernel({ kernel: '6.18', clock, ...options });
  const rtnl = await Rtnl.open({ transport: kernel.transport() });
  const listener = kernel.transport();
  for (const group of [1, 3, 5, 7, 8, 9, 11, 12, 19, 24, 25, 28, 32, 37, 38]) listener.join(group);
  const messages = () => received(listener);
  return { kernel, clock, rtnl, messages, heard: () => messages().map(brief) };
}

/** All that waits to be read. */
export function received(transport: Transport): RtnlMessage[] {
  const out: RtnlMessage[] = [];
  for (let datagram = transport.receive(); datagram !== undefined; datagram = transport.receive()) {
    out.push(...decodeDatagram(datagram.bytes, { byteOrder: transport.littleEndian ? 'little' : 'big' }));
  }
  return out;
}

/** `NEWLINK v0 up`, `NEWROUTE 10.0.0.0/24 254`. */
function brief({ name, body }: RtnlMessage): string {
  const told = body as unknown as Record<string, unknown>;
  const short = name.replace(/^RTM_/, '');
  if (short.endsWith('LINK')) {
    const { ifname, operstate, family } = told as unknown as Link;
    return `${short} ${ifname} ${operstate}${family === 0 ? '' : ` family ${family}`}`;
  }
  if (short.endsWith('ADDR')) return `${short} ${told.local ?? told.address}/${told.prefixlen}`;
  if (short.endsWith('ROUTE')) return `${short} ${told.dst ?? 'default'}/${told.dstLen} ${told.table}`;
  if (short.endsWith('MULTICAST')) return `${short} ${told.multicast}`;
  if (short.endsWith('NETCONF')) return `${short} ${told.family} ${told.ifindex}`;
  if (short.endsWith('NEIGH')) return `${short} ${told.dst ?? told.lladdr}`;
  return short;
}
