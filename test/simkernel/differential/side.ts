// The two kernels that a sequence runs on, each in two namespaces, and what is seen of them.

import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ByteOrder } from '../../../src/netlink/byte-order.js';
import { errnoName } from '../../../src/netlink/errno.js';
import { Namespace } from '../../../src/netlink/socket/namespace.js';
import { openSocket } from '../../../src/netlink/socket/socket.js';
import type { Transport } from '../../../src/netlink/transport.js';
import { listAddressesRequest } from '../../../src/rtnl/address-requests.js';
import { listFdbRequest } from '../../../src/rtnl/fdb-requests.js';
import {
  RTNLGRP_BRVLAN,
  RTNLGRP_IPV4_IFADDR,
  RTNLGRP_IPV4_NETCONF,
  RTNLGRP_IPV4_ROUTE,
  RTNLGRP_IPV4_RULE,
  RTNLGRP_IPV6_IFADDR,
  RTNLGRP_IPV6_IFINFO,
  RTNLGRP_IPV6_NETCONF,
  RTNLGRP_IPV6_ROUTE,
  RTNLGRP_IPV6_RULE,
  RTNLGRP_LINK,
  RTNLGRP_NEIGH,
  RTNLGRP_NEXTHOP,
  RTNLGRP_NSID,
} from '../../../src/rtnl/groups.js';
import { listLinksRequest } from '../../../src/rtnl/link-requests.js';
import type { Neighbour } from '../../../src/rtnl/neighbour.js';
import { listNeighboursRequest } from '../../../src/rtnl/neighbour-requests.js';
import { listNetconfRequest } from '../../../src/rtnl/netconfs.js';
import { listNexthopsRequest } from '../../../src/rtnl/nexthop-requests.js';
import { listNsidsRequest } from '../../../src/rtnl/nsid-requests.js';
import { listRoutesRequest } from '../../../src/rtnl/route-requests.js';
import { listRulesRequest } from '../../../src/rtnl/rule-requests.js';
import { SimulatedKernel } from '../../../src/simkernel/kernel.js';
import type { NetNamespace } from '../../../src/simkernel/namespace.js';
import { Refusal } from '../../../src/simkernel/refusal.js';
import { normal, ordered } from './explained.js';
import { type Operation, perform } from './operations.js';
import { Place, type RouteMessage, type RouteRequest } from './place.js';

const GROUPS = [
  RTNLGRP_LINK,
  RTNLGRP_BRVLAN,
  RTNLGRP_NEIGH,
  RTNLGRP_IPV4_IFADDR,
  RTNLGRP_IPV4_ROUTE,
  RTNLGRP_IPV4_RULE,
  RTNLGRP_IPV6_IFADDR,
  RTNLGRP_IPV6_ROUTE,
  RTNLGRP_IPV6_IFINFO,
  RTNLGRP_IPV6_RULE,
  RTNLGRP_IPV4_NETCONF,
  RTNLGRP_IPV6_NETCONF,
  RTNLGRP_NSID,
  RTNLGRP_NEXTHOP,
];

/** All that is listed of a namespace. */
const LISTS: readonly (readonly [what: string, request: RouteRequest])[] = [
  ['link', listLinksRequest()],
  ['address', listAddressesRequest()],
  ['route', listRoutesRequest({ family: 'inet', table: 'all' })],
  ['route', listRoutesRequest({ family: 'inet6', table: 'all' })],
  ['rule', listRulesRequest('inet')],
  ['rule', listRulesRequest('inet6')],
  ['neighbour', listNeighboursRequest()],
  ['proxy', listNeighboursRequest({ proxy: true })],
  ['forwarding entry', listFdbRequest()],
  ['nexthop', listNexthopsRequest()],
  ['nsid', listNsidsRequest()],
  ['netconf', listNetconfRequest('inet')],
  ['netconf', listNetconfRequest('inet6')],
];

/** Both namespaces are made so that IPv6 does not wait for anybody: no detection of duplicates, no asking for routers, no while before either. */
const QUIET: readonly (readonly [key: string, value: number])[] = ['default', 'all'].flatMap((where) => [
  [`net.ipv6.conf.${where}.accept_dad`, 0] as const,
  [`net.ipv6.conf.${where}.router_solicitations`, 0] as const,
  [`net.ipv6.conf.${where}.router_solicitation_delay`, 0] as const,
]);

/** Milliseconds that what a worker of the kernel has yet to tell is waited for; and those after which nothing more is expected. */
const PATIENCE = 2000;
const CALM = 3;

/** A link that is asked for. */
export interface Looked {
  readonly where: 'here' | 'there';
  readonly index: number;
}

/** Links in the order in which they were told of: whoever asks for them does what a worker may do meanwhile, so that it matters who is first. */
export function inTurn(look: readonly Looked[], told: readonly string[]): readonly Looked[] {
  const turn = ({ where, index }: Looked) => {
    const head = `${where === 'there' ? 'there ' : ''}told 0 RTM_NEWLINK {"family":0,`;
    return told.findLastIndex((line) => line.startsWith(head) && line.includes(`"index":${index},"flags"`));
  };
  return [...look].sort((a, b) => turn(a) - turn(b));
}

export class Side {
  constructor(
    readonly name: 'kernel' | 'simulated',
    readonly here: Place,
    readonly there: Place,
    /** Whether things happen behind a request's back: workers that tell when they get to it. */
    private readonly restless: boolean,
    /** Whether its bridges have VLANs, and these are compared. */
    private readonly vlans: boolean,
    private readonly end: () => void,
  ) {
    for (const place of [here, there]) for (const [key, value] of QUIET) place.sysctl(key, value);
    for (const place of [here, there]) place.heard();
  }

  /** What becomes of an operation: the outcome, then what was answered. Undefined where the library does not send it. */
  apply(op: Operation): readonly string[] | undefined {
    const answer = perform(op, this.here, this.there);
    if (answer === undefined) return undefined;
    return [answer.outcome, ...this.listed('reply', answer.replies)];
  }

  /**
   * What was told since the last time, here and then there, and by the kernel's workers: so much at least, where that comes at all.
   * The links of `look` are asked for, which makes the kernel look at their carrier.
   */
  async heard({ expected = 0, look = [] }: { readonly expected?: number; readonly look?: readonly Looked[] } = {}): Promise<readonly string[]> {
    const told = { here: [] as string[], there: [] as string[] };
    const take = () => {
      told.here.push(...this.lines(this.here, ''));
      told.there.push(...this.lines(this.there, 'there '));
    };
    const ask = () => {
      for (const { where, index } of look) this[where].look(index);
    };
    take();
    ask();
    take();
    for (let waited = 0; this.restless && told.here.length + told.there.length < expected && waited < PATIENCE; waited++) {
      await wait(1);
      if (waited % 50 === 49) ask();
      take();
    }
    return [...told.here, ...told.there];
  }

  /** What comes although nothing was asked for. */
  async late(look: readonly Looked[]): Promise<readonly string[]> {
    if (!this.restless) return [];
    await wait(CALM);
    return this.heard({ look });
  }

  /** All that is listed. */
  state(): readonly string[] {
    const out: string[] = [];
    for (const [where, place] of [
      ['', this.here],
      [' there', this.there],
    ] as const) {
      for (const [what, request] of LISTS) out.push(...this.listed(`${what}${where}`, place.dump(request).replies));
    }
    return out;
  }

  private lines(place: Place, where: string): string[] {
    return place.heard().flatMap((message) => normal(message, `${where}told ${(message.header.flags & 0xfff).toString(16)} `, this.vlans) ?? []);
  }

  private listed(what: string, messages: readonly RouteMessage[]): string[] {
    const lines = messages.flatMap((message) => normal(message, `${what} ${(message.header.flags & 0x30).toString(16)} `, this.vlans) ?? []);
    return ordered(lines, messages);
  }

  async close(): Promise<void> {
    for (const place of [this.here, this.there]) forgetProxies(place);
    await this.here.close();
    await this.there.close();
    this.end();
  }
}

/** Proxied addresses of no link, which the kernel forgets to take away with their namespace: they would be there in whichever gets its memory. */
function forgetProxies(place: Place): void {
  for (const { body } of place.dump(listNeighboursRequest({ proxy: true })).replies as readonly { readonly body: Neighbour }[]) {
    if (body.index === 0) place.ask({ name: 'RTM_DELNEIGH', header: {}, body } as RouteRequest);
  }
}

function listening(transport: Transport): Transport {
  for (const group of GROUPS) transport.join(group);
  return transport;
}

/** This machine's kernel, in two namespaces of its own. */
function realSide(vlans = false): Side {
  const namespaces: Namespace[] = [];
  const place = (): Place => {
    const namespace = Namespace.create();
    namespaces.push(namespace);
    const write = (key: string, value: number): string => {
      try {
        namespace.run(() => writeFileSync(`/proc/sys/${key.replaceAll('.', '/')}`, String(value)));
        return 'ok';
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? String(error);
      }
    };
    const listener = listening(openSocket({ netns: namespace, receiveBuffer: 16 << 20 }));
    return new Place({ transport: openSocket({ netns: namespace }), listener, fd: namespace.fd, sysctl: write });
  };
  return new Side('kernel', place(), place(), true, vlans, () => {
    for (const namespace of namespaces) namespace.close();
  });
}

/** The simulated one, which says what is to be looked at: links, whenever the carrier of one has changed. */
class SimulatedSide extends Side {
  private seen = 0;

  constructor(
    private readonly kernel: SimulatedKernel,
    private readonly namespaces: Readonly<Record<Looked['where'], NetNamespace>>,
    here: Place,
    there: Place,
    vlans: boolean,
  ) {
    super('simulated', here, there, false, vlans, () => undefined);
  }

  /** All links, where `always` or where something was to be looked at since the last time. */
  toLookAt(always = false): readonly Looked[] {
    const { fired } = this.kernel.linkwatch;
    if (fired === this.seen && !always) return [];
    this.seen = fired;
    return (['here', 'there'] as const).flatMap((where) => [...this.namespaces[where].links.all()].map(({ index }) => ({ where, index })));
  }
}

/** What it is like: with all link kinds, in the byte order of this machine and without VLANs in its bridges, where nothing else is said. */
interface Likeness {
  readonly kinds?: readonly string[];
  readonly byteOrder?: ByteOrder;
  readonly bridgeVlans?: boolean;
}

function simulatedSide(likeness: Likeness = {}): SimulatedSide {
  const kernel = new SimulatedKernel({ kernel: '6.18', ...likeness });
  const namespaces = { here: kernel.createNamespace(), there: kernel.createNamespace() };
  const place = (netns: NetNamespace): Place => {
    const write = (key: string, value: number): string => {
      try {
        kernel.sysctl(netns, key, value);
        return 'ok';
      } catch (error) {
        if (error instanceof Refusal) return errnoName(error.errno);
        throw error;
      }
    };
    const listener = listening(kernel.transport({ netns, receiveBuffer: 64 << 20 }));
    return new Place({ transport: kernel.transport({ netns }), listener, fd: netns.fd, sysctl: write });
  };
  return new SimulatedSide(kernel, namespaces, place(namespaces.here), place(namespaces.there), likeness.bridgeVlans === true);
}

export const openSide = { kernel: realSide, simulated: simulatedSide } as const;
