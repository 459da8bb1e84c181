// The two kernels that a sequence runs on, and what is seen of them: outcomes, notifications, lists, without what is free (counters, stamps, random times).

import { decodeDatagram, KernelError, Rtnl, type RtnlMessage } from '../../../src/index.js';
import { Namespace } from '../../../src/netlink/socket/namespace.js';
import { openSocket } from '../../../src/netlink/socket/socket.js';
import type { Transport } from '../../../src/netlink/transport.js';
import { SimulatedKernel } from '../../../src/simkernel/kernel.js';
import { type Operation, type Place, perform } from './operations.js';

/** Link, addresses, routes and rules of both families, neighbours, nexthops. */
const GROUPS = [1, 3, 5, 7, 8, 9, 11, 12, 19, 24, 25, 28, 32];

export interface Side {
  readonly name: string;
  /** What became of it: `ok`, or errno, text and what it points at. */
  apply(op: Operation): Promise<string>;
  /** What was told since, once nothing more comes; so much at least, where that comes at all. */
  heard(expected?: number): Promise<readonly string[]>;
  /** All that is listed. */
  state(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Turns to wait for what a worker of the kernel has yet to tell. */
const PATIENCE = 100;

class Driver implements Side {
  private constructor(
    readonly name: string,
    private readonly here: Place,
    private readonly there: Place,
    private readonly listener: Transport,
    private readonly quiet: () => Promise<void>,
    private readonly end: () => Promise<void>,
  ) {
    for (const group of GROUPS) listener.join(group);
  }

  static open(name: string, here: Place, there: Place, listener: Transport, quiet: () => Promise<void>, end: () => Promise<void>): Driver {
    return new Driver(name, here, there, listener, quiet, end);
  }

  async apply(op: Operation): Promise<string> {
    try {
      await perform(this.here, this.there, op);
      return 'ok';
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      const { message, offset, policy } = error.extendedAck ?? {};
      return JSON.stringify([error.code, message, offset, policy], big);
    }
  }

  async heard(expected = 0): Promise<readonly string[]> {
    const out: string[] = [];
    const take = (): number => {
      const before = out.length;
      for (let datagram = this.listener.receive(); datagram !== undefined; datagram = this.listener.receive()) {
        for (const message of decodeDatagram(datagram.bytes)) if (isOurs(message)) out.push(normal(message, true));
      }
      return out.length - before;
    };
    take();
    await this.sync();
    for (let still = 0; still < (out.length < expected ? PATIENCE : 3); still++) {
      await this.quiet();
      if (take() > 0) still = -1;
    }
    return out;
  }

  /** Asking for one link makes the kernel look at its carrier: linkwatch_sync_dev(). */
  private async sync(): Promise<void> {
    for (const { rtnl } of [this.here, this.there]) for (const { index } of await rtnl.links.list()) await rtnl.links.get(index).catch(() => undefined);
  }

  async state(): Promise<readonly string[]> {
    const { links, addresses, routes, rules, neighbours, nexthops, nsids, netconf } = this.here.rtnl;
    const there = this.there.rtnl;
    const out: string[] = [];
    const note = (name: string, bodies: readonly object[]) => out.push(...bodies.map((body) => normal({ name, body } as never, false)));
    note('link', await links.list());
    note('address', await addresses.list());
    note('route', await routes.list({ family: 'inet', table: 'all' }));
    note('route', await routes.list({ family: 'inet6', table: 'all' }));
    note('rule', await rules.list());
    out.push(
      ...(await neighbours.list())
        .filter(({ state }) => (state & 0x80) !== 0)
        .map((body) => normal({ name: 'neighbour', body } as never, false))
        .sort(),
    );
    note('nexthop', await nexthops.list());
    note('nsid', await nsids.list());
    for (const family of ['inet', 'inet6'] as const) note('netconf', await netconf.list({ family }));
    note('link there', await there.links.list());
    note('address there', await there.addresses.list());
    return out;
  }

  async close(): Promise<void> {
    await this.here.rtnl.close();
    await this.there.rtnl.close();
    await this.listener.close();
    await this.end();
  }
}

const big = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value);

/** Neighbours that traffic of the kernel's own makes are not compared. */
function isOurs({ name, body }: RtnlMessage): boolean {
  if (!name.endsWith('NEIGH')) return true;
  const { family, state, flags } = body as { family: number; state: number; flags: number };
  return family === 7 ? state === 0x80 : (state & 0x40) === 0 && flags === 0 && state !== 0x20;
}

const FREE = ['stats', 'stats64', 'map', 'cacheinfo', 'tail'];

/** A message without what is free. */
function normal({ name, header, body }: RtnlMessage, told: boolean): string {
  const kept: Record<string, unknown> = { ...(body as object) };
  for (const key of FREE) delete kept[key];
  for (const key of ['afSpec', 'protinfoInet6'] as const) {
    const value = kept[key] as { inet6?: Record<string, unknown> } | undefined;
    const inet6 = key === 'afSpec' ? value?.inet6 : (value as Record<string, unknown> | undefined);
    if (inet6 === undefined) continue;
    const { stats, icmp6stats, cacheinfo, ...rest } = inet6;
    kept[key] = key === 'afSpec' ? { ...value, inet6: rest } : rest;
  }
  const info = kept.linkinfo as { bridge?: Record<string, unknown>; bridge_slave?: Record<string, unknown> } | undefined;
  for (const part of [info?.bridge, info?.bridge_slave, kept.protinfoBridge as Record<string, unknown> | undefined]) {
    if (part === undefined) continue;
    for (const key of Object.keys(part)) if (/Timer$|^mcastNGroups|^mcastEht|^fdbNLearned/.test(key)) delete part[key];
  }
  return `${name}${told ? ` ${(header.flags & 0xfff).toString(16)}` : ''} ${JSON.stringify(kept, big)}`;
}

/** This machine's kernel, in two namespaces of its own. */
async function realSide(): Promise<Side> {
  const place = async (): Promise<Place & { readonly namespace: Namespace }> => {
    const namespace = Namespace.create();
    const rtnl = await Rtnl.open({ netns: namespace });
    for (const where of ['default', 'all']) {
      await rtnl.sysctl.write(`net.ipv6.conf.${where}.accept_dad`, 0);
      await rtnl.sysctl.write(`net.ipv6.conf.${where}.router_solicitations`, 0);
    }
    return { rtnl, fd: namespace.fd, namespace };
  };
  const [here, there] = [await place(), await place()];
  const quiet = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
  const end = async () => {
    here.namespace.close();
    there.namespace.close();
  };
  return Driver.open('kernel', here, there, openSocket({ netns: here.namespace, receiveBuffer: 8 << 20 }), quiet, end);
}

/** The simulated one. */
async function simulatedSide(): Promise<Side> {
  const kernel = new SimulatedKernel({ kernel: '6.18' });
  const spaces = [kernel.createNamespace(), kernel.createNamespace()] as const;
  const place = async (netns: (typeof spaces)[number]): Promise<Place> => {
    for (const where of ['default', 'all']) {
      kernel.sysctl(netns, `net.ipv6.conf.${where}.accept_dad`, 0);
      kernel.sysctl(netns, `net.ipv6.conf.${where}.router_solicitations`, 0);
    }
    return { rtnl: await Rtnl.open({ transport: kernel.transport({ netns }) }), fd: netns.fd };
  };
  const nothing = async () => undefined;
  return Driver.open('simulated', await place(spaces[0]), await place(spaces[1]), kernel.transport({ netns: spaces[0] }), nothing, nothing);
}

/** Runs a sequence on both; the first difference, or undefined. */
async function difference(operations: readonly Operation[]): Promise<string | undefined> {
  const sides = [await realSide(), await simulatedSide()] as const;
  try {
    for (const [i, op] of operations.entries()) {
      const outcomes = [await sides[0].apply(op), await sides[1].apply(op)];
      if (outcomes[0] !== outcomes[1]) return report(operations, i, 'outcome', [outcomes[0] as string], [outcomes[1] as string]);
      const simulated = await sides[1].heard();
      const told = [await sides[0].heard(simulated.length), simulated] as const;
      if (told[0].join('\n') !== told[1].join('\n')) return report(operations, i, 'notifications', ...told);
      const states = [await sides[0].state(), await sides[1].state()] as const;
      if (states[0].join('\n') !== states[1].join('\n')) return report(operations, i, 'state', ...states);
    }
    return undefined;
  } finally {
    for (const side of sides) await side.close();
  }
}

/** The same, where it comes again: one that does not is the kernel's workers overtaking each other on a busy machine. */
export async function lastingDifference(operations: readonly Operation[]): Promise<string | undefined> {
  const found = await difference(operations);
  return found === undefined ? undefined : difference(operations);
}

function report(operations: readonly Operation[], at: number, what: string, real: readonly string[], simulated: readonly string[]): string {
  const lines = operations.slice(0, at + 1).map((op) => `  ${JSON.stringify(op)}`);
  const [mine, theirs] = [real.filter((line) => !simulated.includes(line)), simulated.filter((line) => !real.includes(line))];
  const pairs = mine.map((line) => {
    const like = theirs.findIndex((other) => key(other) === key(line));
    const [other] = like < 0 ? [] : theirs.splice(like, 1);
    return other === undefined ? `kernel:    ${short(line)}` : `${key(line)}: ${fields(line, other)}`;
  });
  const order = mine.length + theirs.length === 0 ? [`order of the kernel:\n    ${real.map(short).join('\n    ')}\n  simulated:\n    ${simulated.map(short).join('\n    ')}`] : [];
  return `${what} differ after\n${lines.join('\n')}\n  ${[...pairs, ...theirs.map((line) => `simulated: ${short(line)}`), ...order].join('\n  ')}`;
}

const short = (line: string): string => line.slice(0, 330);

/** What a message is about. */
const key = (line: string): string =>
  /^\S+( \w+)? .*?"(family":\d+)/
    .exec(line)
    ?.slice(0, 1)
    .join('')
    .replace(/ .*"family/, ' family') + (/"(ifname|dst|address|lladdr)":"[^"]*"/.exec(line)?.[0] ?? '');

/** The fields in which two messages differ: the kernel's value, the simulated one. */
function fields(line: string, other: string): string {
  if (!line.includes('{"')) return `${line} | ${other}`;
  const [a, b] = [line, other].map((text) => JSON.parse(text.slice(text.indexOf('{"'))) as Record<string, unknown>) as [Record<string, unknown>, Record<string, unknown>];
  const head = (text: string) => text.slice(0, text.indexOf('{"'));
  const out = head(line) === head(other) ? [] : [`header ${head(line)}| ${head(other)}`];
  const walk = (x: unknown, y: unknown, path: string): void => {
    if (JSON.stringify(x) === JSON.stringify(y)) return;
    if (typeof x === 'object' && typeof y === 'object' && x !== null && y !== null) {
      const keys = new Set([...Object.keys(x), ...Object.keys(y)]);
      for (const name of keys) walk((x as Record<string, unknown>)[name], (y as Record<string, unknown>)[name], `${path}.${name}`);
      if (Object.keys(x).join() !== Object.keys(y).join()) out.push(`${path} order ${Object.keys(x)} | ${Object.keys(y)}`);
    } else out.push(`${path} ${JSON.stringify(x)} | ${JSON.stringify(y)}`);
  };
  walk(a, b, '');
  return out.join(', ');
}
