// A link as the kernel holds it. include/linux/netdevice.h: struct net_device; net/core/dev.c.

import { IFF_ALLMULTI, IFF_PROMISC, IFF_RUNNING, IFF_UP } from '../../rtnl/constants.js';
import type { InetDevice } from '../address/inet-device.js';
import type { Inet6Device } from '../address/inet6-device.js';
import { ETH_ALEN } from '../mac.js';
import type { NetNamespace } from '../namespace.js';
import type { LinkOps } from './ops.js';

export const ARPHRD_ETHER = 1;
export const ARPHRD_LOOPBACK = 772;
export const ARPHRD_NETLINK = 824;
export const IFF_MASTER = 0x400;
export const IFF_SLAVE = 0x800;
export const IFF_LOWER_UP = 0x10000;
export const IFF_DORMANT = 0x20000;
export const IFF_ECHO = 0x40000;

/** IF_OPER_*. */
export type OperState = 'unknown' | 'notpresent' | 'down' | 'lowerlayerdown' | 'testing' | 'dormant' | 'up';

/** What a link is like when its kind has set it up: the rest are the kernel's defaults. */
export interface DeviceSetup {
  readonly type?: number;
  /** Bytes of its hardware address; those of Ethernet by default. */
  readonly addressLength?: number;
  readonly flags: number;
  readonly mtu: number;
  readonly minMtu: number;
  readonly maxMtu: number;
  readonly txqlen?: number;
  readonly numTxQueues?: number;
  readonly numRxQueues?: number;
  /** Without a queueing discipline of its own: IFF_NO_QUEUE. */
  readonly noQueue?: boolean;
  readonly tsoMaxSize?: number;
  /** Never moved to another namespace. */
  readonly netnsImmutable?: boolean;
  /** A live link may get another hardware address. */
  readonly liveAddressChange?: boolean;
  /** Receives for several addresses without receiving all: IFF_UNICAST_FLT. */
  readonly filtersUnicast?: boolean;
  /** Can be kept down by a protocol. */
  readonly changesProtoDown?: boolean;
}

const GSO_MAX_SIZE = 65536;
export const TSO_MAX_SIZE = 524280;

export class Device {
  index = 0;
  name = '';
  readonly altnames: string[] = [];
  type: number;
  /** IFF_*, as dev->flags has them: of these, up is here and running is not. */
  flags: number;
  /** Those of IFF_PROMISC and IFF_ALLMULTI that were asked for by a request. */
  gflags = 0;
  /** Bytes of the hardware address: a link that has none tells of none. */
  readonly addressLength: number;
  address = '00:00:00:00:00:00';
  broadcast = 'ff:ff:ff:ff:ff:ff';
  permAddress: string | undefined;
  /** The address is another link's, as nobody asked for one: NET_ADDR_STOLEN. */
  stolenAddress = false;
  mtu: number;
  minMtu: number;
  maxMtu: number;
  txqlen: number;
  group = 0;
  operstate: OperState = 'unknown';
  linkmode = 0;
  /** Not ready to carry packets, by what the link below says of itself: IFF_DORMANT. */
  dormant = false;
  /** Under test, likewise. */
  testing = false;
  numTxQueues: number;
  numRxQueues: number;
  noQueue: boolean;
  gsoMaxSegs = 65535;
  gsoMaxSize = GSO_MAX_SIZE;
  groMaxSize = GSO_MAX_SIZE;
  gsoIpv4MaxSize = GSO_MAX_SIZE;
  groIpv4MaxSize = GSO_MAX_SIZE;
  tsoMaxSize: number;
  tsoMaxSegs = 65535;
  carrier = true;
  carrierUpCount = 0;
  carrierDownCount = 0;
  promiscuity = 0;
  allmulti = 0;
  qdisc = 'noop';
  /** From before it is opened until before it is closed, when it is not yet up, or still: __LINK_STATE_START. */
  running = false;
  /** Of features.ts, as of when it was last told. */
  features = 0;
  /** Packets reach the queueing discipline: not before there is a carrier. */
  active = false;
  /** A driver is asked to count on layer 3. */
  l3Stats = false;
  ifalias: string | undefined;
  protoDown = false;
  /** Bits, one a reason that keeps it down. */
  protoDownReason = 0;
  netnsImmutable: boolean;
  readonly liveAddressChange: boolean;
  readonly filtersUnicast: boolean;
  readonly changesProtoDown: boolean;
  /** The link whose port or slave it is. */
  master: Device | undefined;
  /** Those that stand on it: VLANs, macvlans. */
  readonly uppers = new Set<Device>();
  /** What takes its packets away before the stack sees them. */
  rxHandler: 'bridge' | 'macvlan' | undefined;
  /** In the namespace, seen by requests. */
  registered = false;
  /** Announced: until then nothing is told of it. */
  initialized = false;
  /** On its way out. */
  leaving = false;
  inet: InetDevice | undefined;
  inet6: Inet6Device | undefined;
  /** What its kind keeps. */
  state: unknown;

  constructor(
    public ns: NetNamespace,
    readonly ops: LinkOps | undefined,
    setup: DeviceSetup,
  ) {
    this.type = setup.type ?? ARPHRD_ETHER;
    this.addressLength = setup.addressLength ?? ETH_ALEN;
    this.flags = setup.flags;
    this.mtu = setup.mtu;
    this.minMtu = setup.minMtu;
    this.maxMtu = setup.maxMtu;
    this.txqlen = setup.txqlen ?? 1000;
    this.numTxQueues = setup.numTxQueues ?? 1;
    this.numRxQueues = setup.numRxQueues ?? 1;
    this.noQueue = setup.noQueue ?? false;
    this.tsoMaxSize = setup.tsoMaxSize ?? TSO_MAX_SIZE;
    this.netnsImmutable = setup.netnsImmutable ?? false;
    this.liveAddressChange = setup.liveAddressChange ?? false;
    this.filtersUnicast = setup.filtersUnicast ?? false;
    this.changesProtoDown = setup.changesProtoDown ?? false;
  }

  get kind(): string | undefined {
    return this.ops?.kind;
  }

  get up(): boolean {
    return (this.flags & IFF_UP) !== 0;
  }

  get operUp(): boolean {
    return this.operstate === 'up' || this.operstate === 'unknown';
  }

  get loopback(): boolean {
    return this.type === ARPHRD_LOOPBACK;
  }

  /** The index of the link below, its own where there is none: dev_get_iflink(). */
  get iflink(): number {
    return this.ops?.iflink?.(this) ?? this.index;
  }

  /** dev_get_flags(): what users are told. */
  get visibleFlags(): number {
    let flags = (this.flags & ~(IFF_PROMISC | IFF_ALLMULTI | IFF_RUNNING)) | (this.gflags & (IFF_PROMISC | IFF_ALLMULTI));
    if (this.running) {
      if (this.operUp) flags |= IFF_RUNNING;
      if (this.carrier) flags |= IFF_LOWER_UP;
      if (this.dormant) flags |= IFF_DORMANT;
    }
    return flags >>> 0;
  }

  /** What `operstate` is told as. */
  get visibleOperstate(): OperState {
    return this.running ? this.operstate : 'down';
  }
}
