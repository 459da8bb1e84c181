// What a user opens: one netlink socket, or whatever transport stands in for it, and rtnetlink's objects over it.

/// <reference lib="esnext.disposable" preserve="true" />
import { type Acknowledgement, type BatchOptions, Conversation } from '../netlink/conversation.js';
import { EncodeError, NetlinkError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
import type { Encodable, Message } from '../netlink/message.js';
import type { SocketOptions } from '../netlink/socket/socket.js';
import type { Notification, Subscription } from '../netlink/subscription.js';
import { openSocket } from '../netlink/system.js';
import type { Transport } from '../netlink/transport.js';
import type { AddressLabels } from './address-labels.js';
import { Addresses } from './addresses.js';
import { expectQuery } from './expect.js';
import type { Fdb } from './fdb.js';
import type { LinkKinds } from './kind.js';
import { neighbours, routing, seldom, watching } from './late.js';
import { type LinkOf, Links } from './links.js';
import type { Monitored, MonitorOptions } from './monitored.js';
import type { MulticastRoutes } from './multicast-routes.js';
import type { NeighbourTables } from './neighbour-tables.js';
import type { Neighbours } from './neighbours.js';
import type { Netconfs } from './netconfs.js';
import type { Nexthops } from './nexthops.js';
import type { Nsids } from './nsids.js';
import { type RouteProtocol, routeProtocol } from './protocol.js';
import type { Routes } from './routes.js';

import type { Rules } from './rules.js';
import type { Statistics } from './statistics.js';
import { Sysctl } from './sysctl.js';
import type { Tokens } from './tokens.js';
import type { Watchable } from './watch/tables.js';
import type { Watch } from './watch/watch.js';

/** Where to: a namespace (a name in /run/netns, a path, a process id, a descriptor, a Namespace), or a transport of the caller's own. */
export type OpenOptions = Pick<SocketOptions, 'netns' | 'receiveBuffer'> | { readonly transport: Transport };

/** A client of the link kinds `K`. */
export class Client<K extends LinkKinds> {
  /** Any request at all, for what has no verb. */
  readonly conversation: Conversation<RouteProtocol<K>['messages']>;
  readonly links: Links<K>;
  readonly addresses: Addresses<K>;
  /** Kernel parameters of the namespace. */
  readonly sysctl: Sysctl;

  /** Monitors that have not ended. */
  private readonly monitors = new Set<{ close(): Promise<void> }>();

  /** Made when they are asked for. */
  private readonly made: {
    nsids?: Nsids<K>;
    neighbours?: Neighbours<K>;
    routes?: Routes<K>;
    fdb?: Fdb<K>;
    neighbourTables?: NeighbourTables<K>;
    netconf?: Netconfs<K>;
    nexthops?: Nexthops<K>;
    addressLabels?: AddressLabels<K>;
    tokens?: Tokens<K>;
    rules?: Rules<K>;
    stats?: Statistics<K>;
    multicastRoutes?: MulticastRoutes<K>;
  } = {};

  constructor(
    private readonly transport: Transport,
    readonly kinds: K,
  ) {
    this.conversation = new Conversation(transport, routeProtocol(kinds));
    this.links = new Links(this.conversation, kinds);
    this.addresses = new Addresses(this.conversation, this.links);
    this.sysctl = new Sysctl(transport);
  }

  /** The ids that other network namespaces have in this one. */
  get nsids(): Nsids<K> {
    this.made.nsids ??= new (seldom().Nsids)(this.conversation);
    return this.made.nsids;
  }

  get neighbours(): Neighbours<K> {
    this.made.neighbours ??= new (neighbours().Neighbours)(this.conversation, this.links);
    return this.made.neighbours;
  }

  get routes(): Routes<K> {
    this.made.routes ??= new (routing().Routes)(this.conversation, this.links);
    return this.made.routes;
  }

  /** Forwarding entries of bridges and VXLANs. */
  get fdb(): Fdb<K> {
    this.made.fdb ??= new (neighbours().Fdb)(this.conversation, this.links);
    return this.made.fdb;
  }

  get neighbourTables(): NeighbourTables<K> {
    this.made.neighbourTables ??= new (seldom().NeighbourTables)(this.conversation, this.links);
    return this.made.neighbourTables;
  }

  get netconf(): Netconfs<K> {
    this.made.netconf ??= new (seldom().Netconfs)(this.conversation, this.links);
    return this.made.netconf;
  }

  get nexthops(): Nexthops<K> {
    this.made.nexthops ??= new (routing().Nexthops)(this.conversation, this.links);
    return this.made.nexthops;
  }

  get addressLabels(): AddressLabels<K> {
    this.made.addressLabels ??= new (seldom().AddressLabels)(this.conversation, this.links);
    return this.made.addressLabels;
  }

  get tokens(): Tokens<K> {
    this.made.tokens ??= new (seldom().Tokens)(this.conversation, this.links);
    return this.made.tokens;
  }

  get rules(): Rules<K> {
    this.made.rules ??= new (routing().Rules)(this.conversation);
    return this.made.rules;
  }

  /** Counters of links beyond those a link message has. */
  get stats(): Statistics<K> {
    this.made.stats ??= new (seldom().Statistics)(this.conversation, this.links);
    return this.made.stats;
  }

  get multicastRoutes(): MulticastRoutes<K> {
    this.made.multicastRoutes ??= new (seldom().MulticastRoutes)(this.conversation, this.links);
    return this.made.multicastRoutes;
  }

  /**
   * Changes as they happen, from the moment this returns: messages by name (`RTM_NEWLINK`, `RTM_DELADDR` ...) with the
   * time they were read and, of other namespaces, the id. `all` is every object this kernel knows of. Rejects with the
   * signal's reason; ends when the loop is left, and with the client. What the kernel had to drop comes as `overrun`. Throws EncodeError for an object there is none of, SystemError
   * (`EPERM` without CAP_NET_BROADCAST for all namespaces, `EINVAL` for an object that this kernel is too old for), and NetlinkError ERR_NETLINK_UNSUPPORTED on a transport that can open no other.
   */
  monitor(objects: readonly (Monitored | 'all')[], options: MonitorOptions = {}): Subscription<RouteProtocol<K>['messages']> {
    const { Subscription, expectMonitorOptions, groupsOfAll, isAbout } = watching();
    expectMonitorOptions(options);
    const { signal, receiveBuffer, allNamespaces, family, dev } = options;
    const { groups, optional } = groupsOfAll(objects, family);
    const sibling = this.transport.sibling({ ...(receiveBuffer !== undefined && { receiveBuffer }), ...(allNamespaces !== undefined && { allNamespaces }) });
    if (sibling === undefined) throw new NetlinkError('ERR_NETLINK_UNSUPPORTED', 'this transport has no socket for notifications');
    return new Subscription(sibling, this.conversation.protocol, groups, signal, {
      optional,
      among: this.monitors,
      ...(dev !== undefined && { accept: ({ name, body }) => isAbout(name, body, dev) }),
    });
  }

  /**
   * A mirror of what there is, which cannot go stale: `current` holds it by key, the iteration tells what becomes of it. See Watch.
   * What the kernel had to drop is told as `overrun`, and everything listed again. Throws as `monitor` does.
   */
  watch<const O extends Watchable>(objects: readonly O[], options: Pick<MonitorOptions, 'signal' | 'receiveBuffer'> = {}): Watch<LinkOf<K>, O> {
    const { heardOf, Watch } = watching();
    const subscription = this.monitor(heardOf(objects), options);
    return new Watch(this.conversation as never, subscription as never, objects, options.signal);
  }

  /**
   * Many requests in few datagrams, each acknowledged by itself: outcomes as Promise.allSettled has them, in the order of
   * the requests. These are what the request functions make, with links by index:
   *
   *     const { index } = await rtnl.links.get('eth0');
   *     const outcomes = await rtnl.batch(list.map((address) => addAddressRequest(index, { address })));
   *
   * The kernel goes through them in order; what it refuses stands at its place as a KernelError, what cannot be encoded as an EncodeError, and
   * neither stops anything. They are encoded while the kernel goes through those before: they must not change until all are settled.
   * See Conversation.batch for parts, signal and time-out.
   */
  batch(
    requests: readonly Encodable<RouteProtocol<K>['messages']>[],
    options?: BatchOptions,
  ): Promise<PromiseSettledResult<Acknowledgement<Message<RouteProtocol<K>['messages']>>>[]> {
    return this.conversation.batch(requests, options);
  }

  /** Rejects what is under way, and ends the client's monitors and watches as their own `close` does. Calling it twice is no error. */
  async close(): Promise<void> {
    await Promise.all([...this.monitors, this.conversation].map((one) => one.close()));
  }

  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The notifications of a client. */
export type ClientNotification<K extends LinkKinds> = Notification<RouteProtocol<K>['messages']>;

const OPEN = { netns: true, receiveBuffer: 'number', transport: true } as const;

/** The same. Throws EncodeError for what nothing can be sent over. */
function expectTransport(transport: Transport): Transport {
  if (typeof (transport as Partial<Transport> | null | undefined)?.send !== 'function') throw new EncodeError(`transport is a Transport, not ${told(transport)}`);
  return transport;
}

/** Opens a client. Rejects with SystemError, and with NetlinkError ERR_NETLINK_UNSUPPORTED where the runtime cannot reach AF_NETLINK. */
export async function openClient<const K extends LinkKinds>(kinds: K, options: OpenOptions = {}): Promise<Client<K>> {
  expectQuery(options, OPEN, 'clients');
  if ('transport' in options) return new Client(expectTransport(options.transport), kinds);
  return new Client(await openSocket(options), kinds);
}
