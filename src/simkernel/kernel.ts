// A kernel in memory that speaks rtnetlink: namespaces, sockets, time, chance, and what is to happen later.

import type { ByteOrder } from '../netlink/byte-order.js';
import { hostIsLittleEndian } from '../netlink/bytes.js';
import { ENOENT } from '../netlink/errno-numbers.js';
import { SystemError } from '../netlink/errors.js';
import type { NamespaceRef } from '../netlink/transport.js';
import { AF_INET, AF_INET6 } from '../rtnl/constants.js';
import { fibEvent } from './address/fib-events.js';
import { inetEvent } from './address/inet-events.js';
import { inet6Event } from './address/inet6-events.js';
import { registerLabels } from './address/label-requests.js';
import { registerNetconf } from './address/netconf-requests.js';
import { registerAddresses } from './address/register.js';
import { type Clock, VirtualClock } from './clock.js';
import { Deferred } from './deferred.js';
import { encapsulations as allEncapsulations } from './encap/encapsulations.js';
import type { EncapOps } from './encap/ops.js';
import { Faults } from './faults.js';
import { Handlers } from './intake.js';
import { bridgeOps } from './kinds/bridge.js';
import { registerBridgeVlans } from './kinds/bridge-vlan-requests.js';
import { linkKinds } from './kinds/kinds.js';
import { createLoopback } from './kinds/loopback.js';
import { macvlanOps } from './kinds/macvlan.js';
import { vlanOps } from './kinds/vlan.js';
import { LinkWatch } from './link/linkwatch.js';
import type { LinkNotifier, LinkOps } from './link/ops.js';
import { registerLinks } from './link/register.js';
import { NetNamespace } from './namespace.js';
import { registerFdb } from './neighbour/fdb-requests.js';
import { kernelNeighbours } from './neighbour/kernel-tables.js';
import { neighbourEvent, registerNeighbours } from './neighbour/requests.js';
import { registerNeighbourTables } from './neighbour/table-requests.js';
import { endNamespace } from './netns/end.js';
import { registerNamespaces } from './netns/register.js';
import { nexthopEvent, registerNexthops } from './nexthop/requests.js';
import type { Outgoing } from './protocol.js';
import { Random } from './random.js';
import { echo, type Reach, reach } from './reach/reach.js';
import type { Request } from './request.js';
import { expiryEvent } from './route/inet6.js';
import { registerRoutes } from './route/register.js';
import { registerRules, ruleEvent } from './rule/requests.js';
import { SimulatedSocket, type SocketOptions } from './socket.js';
import { registerStats } from './stats/requests.js';
import { Subscribers } from './subscribers.js';
import { readSysctl, writeSysctl } from './sysctl.js';
import { type Transcriber, Transcript } from './transcript.js';

/** What a simulated kernel is like. */
export interface KernelOptions {
  /** The release it behaves like. */
  readonly kernel?: '6.18';
  /** Of the hardware addresses and random delays; 1 by default. */
  readonly seed?: number;
  /** The time it lives in: a VirtualClock of its own by default, which stands still until `advance`. */
  readonly clock?: Clock;
  /** Of its messages; that of this machine by default. */
  readonly byteOrder?: ByteOrder;
  /** Processors: a veth has a queue for each. */
  readonly cpus?: number;
  /** The link kinds it has; all there are by default. Those of others are refused as by a kernel built without. */
  readonly kinds?: readonly string[];
  /** The encapsulations of routes it has, as `ip` spells them; all there are by default. */
  readonly encapsulations?: readonly string[];
  /** Its bridges have VLANs, as those of most kernels have (CONFIG_BRIDGE_VLAN_FILTERING); false by default. */
  readonly bridgeVlans?: boolean;
}

/** A namespace of the simulated kernel, itself or as requests name it: by its process, as a number or `{ pid }`, or by its descriptor. */
export type Place = NetNamespace | NamespaceRef | number;

/** How a socket is opened, beside what sockets can be told. */
export interface SimulatedTransportOptions extends Partial<SocketOptions> {
  /** Where: the first namespace by default. */
  readonly netns?: Place;
}

/** net.core.rmem_default, and what SO_RCVBUF makes of the library's own wish. */
const RECEIVE_BUFFER = 2 << 20;
const READ_SIZE = 64 << 10;
const FIRST_PORT = 4096;
/** Descriptors and process ids of namespaces: far from those of this machine's processes. */
const FIRST_FD = 1_000_000;
const FIRST_PID = 4_000_000;

const DEFAULTS: SocketOptions = { admin: true, strict: true, extendedAck: true, capAck: false, receiveBuffer: RECEIVE_BUFFER, readSize: READ_SIZE, allNamespaces: false };

const eventsOf = ({ event }: LinkOps) => (event === undefined ? [] : [event]);

/** An in-memory rtnetlink, behind the same Transport as the real one. */
export class SimulatedKernel {
  readonly littleEndian: boolean;
  /** The time it lives in. */
  readonly clock: Clock;
  /** @internal */
  readonly random: Random;
  /** @internal */
  readonly cpus: number;
  /** @internal */
  readonly handlers = new Handlers();
  /** @internal Who hears what. */
  readonly subscribers = new Subscribers();
  /** @internal */
  readonly neighbours: ReturnType<typeof kernelNeighbours>;
  /** @internal */
  readonly linkwatch: LinkWatch;
  /**
   * The link kinds it has.
   * @internal
   */
  readonly kinds: ReadonlyMap<string, LinkOps>;
  /**
   * The encapsulations it has, by LWTUNNEL_ENCAP_*.
   * @internal
   */
  readonly encapsulations: ReadonlyMap<number, EncapOps>;
  /** @internal */
  readonly bridgeVlans: boolean;
  /**
   * Who is told what happens to a link, in the order in which a kernel's parts register themselves.
   * @internal
   */
  readonly notifiers: readonly LinkNotifier[] = [
    ruleEvent,
    nexthopEvent,
    inetEvent,
    fibEvent,
    neighbourEvent(AF_INET),
    ...eventsOf(macvlanOps),
    inet6Event,
    ...eventsOf(bridgeOps),
    ...eventsOf(vlanOps),
    neighbourEvent(AF_INET6),
    expiryEvent,
  ];
  /** What is to go wrong. */
  readonly faults = new Faults(this);
  /** The namespace that was there first. */
  readonly init: NetNamespace;
  private readonly deferred = new Deferred();
  /** @internal */
  readonly said = new Transcript();
  private readonly byFd = new Map<number, NetNamespace>();
  private readonly byPid = new Map<number, NetNamespace>();
  private sockets = 0;
  private namespaces = 0;

  constructor({ seed = 1, clock = new VirtualClock(), byteOrder, cpus = 2, kinds, encapsulations, bridgeVlans = false }: KernelOptions = {}) {
    this.bridgeVlans = bridgeVlans;
    this.kinds = kinds === undefined ? linkKinds : new Map([...linkKinds].filter(([kind]) => kinds.includes(kind)));
    this.encapsulations = new Map(allEncapsulations.filter(({ name }) => encapsulations === undefined || encapsulations.includes(name)).map((ops) => [ops.type, ops]));
    this.littleEndian = byteOrder === undefined ? hostIsLittleEndian : byteOrder === 'little';
    this.clock = clock;
    this.random = new Random(seed);
    this.neighbours = kernelNeighbours(seed);
    this.cpus = cpus;
    this.linkwatch = new LinkWatch(this);
    registerLinks(this.handlers);
    registerAddresses(this.handlers);
    registerNetconf(this.handlers);
    registerLabels(this.handlers);
    registerNamespaces(this.handlers);
    registerRoutes(this.handlers);
    registerRules(this.handlers);
    registerNeighbours(this.handlers);
    registerNeighbourTables(this.handlers);
    registerFdb(this.handlers);
    registerNexthops(this.handlers);
    registerStats(this.handlers);
    if (bridgeVlans) registerBridgeVlans(this.handlers);
    this.init = this.createNamespace('init');
  }

  /** A socket. It is closed by whoever opened it, as `Rtnl.open({ transport })` does. Throws SystemError ENOENT for a namespace that is not there. */
  transport({ netns = this.init, ...options }: SimulatedTransportOptions = {}): SimulatedSocket {
    const number = this.sockets++;
    return new SimulatedSocket(this, this.namespace(netns), FIRST_PORT + number, { ...DEFAULTS, ...options }, number);
  }

  /** A new namespace, with a loopback link in it. Requests name it by its `fd` or `pid`; `name` is for people. */
  createNamespace(name?: string): NetNamespace {
    const number = this.namespaces++;
    const ns = new NetNamespace(this, FIRST_FD + number, FIRST_PID + number, name ?? `netns${number}`);
    this.byFd.set(ns.fd, ns);
    this.byPid.set(ns.pid, ns);
    createLoopback(ns);
    this.settle();
    return ns;
  }

  /** The namespace that a request would reach. Throws SystemError ENOENT, as opening it does on a real machine. */
  namespace(place: Place): NetNamespace {
    if (place instanceof NetNamespace) return place;
    const netns = typeof place === 'number' ? { pid: place } : place;
    const ns = 'fd' in netns ? this.byFd.get(netns.fd) : this.byPid.get(netns.pid);
    if (ns === undefined) throw new SystemError('open', ENOENT, 'fd' in netns ? `network namespace open as descriptor ${netns.fd}` : `network namespace of process ${netns.pid}`);
    return ns;
  }

  /** @internal What a request names by descriptor or process. */
  findNamespace(by: 'fd' | 'pid', id: number): NetNamespace | undefined {
    return (by === 'fd' ? this.byFd : this.byPid).get(id);
  }

  /** Whether an echo that a namespace sends to an address comes back, and where it is lost if it does not. */
  reach(from: Place, to: string): Reach {
    return reach(this.namespace(from), to);
  }

  /** The same, as if one were sent: whoever was asked for its link-layer address on the way is a neighbour from then on. */
  echo(from: Place, to: string): Reach {
    return echo(this.namespace(from), to);
  }

  /** A parameter of a namespace: `net.ipv4.ip_forward`, `net.ipv4.conf.eth0.rp_filter`. Reads it where no value is given. Throws where there is none of that name. */
  sysctl(place: Place, key: string, value?: number): number {
    const ns = this.namespace(place);
    if (value !== undefined) {
      writeSysctl(ns, key, value);
      this.settle();
    }
    return readSysctl(ns, key);
  }

  /** Ends a namespace: whoever had an id for it is told, and its links go, with the other ends of pairs. */
  deleteNamespace(place: Place): void {
    const ns = this.namespace(place);
    this.byFd.delete(ns.fd);
    this.byPid.delete(ns.pid);
    endNamespace(ns);
    this.settle();
  }

  /** Whether asking for something may change something, and not tell alone: a link whose carrier has changed is looked at before it is told of. */
  get unsettled(): boolean {
    return this.linkwatch.waiting;
  }

  /** Hundredths of a second since it started: what stamps count. */
  get ticks(): number {
    return Math.floor(this.clock.now() / 10);
  }

  /** @internal Tells a group. Of a request that asked to be told (NLM_F_ECHO) the sender has one copy of its own, where it is told: nlmsg_notify() looks for it there. */
  notify(ns: NetNamespace, group: number, make: () => Outgoing, { cause, flags = 0 }: { readonly cause?: Request | undefined; readonly flags?: number } = {}): void {
    const echoed = cause?.echo === true && cause.socket.ns === ns ? cause.socket : undefined;
    this.subscribers.notify(ns, group, make, { flags, sequence: cause?.header.sequence ?? 0, portId: cause?.socket.portId ?? 0 }, echoed);
  }

  /** @internal Does something once the request under way is through, as the kernel's workers do. */
  defer(task: () => void): void {
    this.deferred.push(task);
  }

  /** @internal Does what was put off. */
  settle(): void {
    this.deferred.run();
  }

  /** From now on every datagram that passes is handed to `transcriber`, as `PcapngWriter` and `ExchangeWriter` of `rtnetlink/capture` take it; the returned function ends it. */
  transcript(transcriber: Transcriber): () => void {
    return this.said.add(transcriber);
  }
}
