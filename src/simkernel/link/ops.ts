// What a link kind does: struct rtnl_link_ops and struct net_device_ops, as far as rtnetlink looks at them.

import type { Attribute, Attributes } from '../attribute.js';
import type { SimulatedKernel } from '../kernel.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import type { Request } from '../request.js';
import type { Device, DeviceSetup } from './device.js';

/** A link to be made. */
export interface NewLink {
  readonly request: Request;
  /** IFLA_*. */
  readonly attributes: Attributes;
  /** IFLA_INFO_DATA, where there is one. */
  readonly data: Attributes | undefined;
  /** The namespace that IFLA_LINK is in. */
  readonly linkNs: NetNamespace;
  readonly dev: Device;
}

/** A link kind. */
export interface LinkOps {
  readonly kind: string;
  /** Of IFLA_INFO_DATA; absent where the kind has none. */
  readonly policy?: PolicyTable;
  /** Of IFLA_INFO_SLAVE_DATA of its ports. */
  readonly slavePolicy?: PolicyTable;
  setup(ns: NetNamespace): DeviceSetup;
  /** Looks at a request before anything else is done with it. Throws Refusal. */
  validate?(attributes: Attributes, data: Attributes | undefined, kernel: SimulatedKernel): void;
  /** The attribute of IFLA_INFO_DATA that describes the other end. */
  readonly peerType?: number;
  /** Puts the link into its namespace. Throws Refusal. */
  newLink(link: NewLink): void;
  /** Whether it can be changed through IFLA_INFO_DATA. */
  change?(dev: Device, attributes: Attributes, data: Attributes, request: Request): void;
  changePort?(master: Device, port: Device, data: Attributes | undefined, request: Request): void;
  /** Which links go with it: those it stands for, itself among them, in the order they go. */
  remove?(dev: Device): readonly Device[];
  /** What is undone once the link is out of its namespace: ndo_uninit(). */
  uninit?(dev: Device): void;
  /** IFLA_INFO_DATA as it is told; undefined for none. */
  info?(dev: Device): object | undefined;
  /** IFLA_INFO_SLAVE_DATA of a port. */
  portInfo?(port: Device): object;
  /** What it counts of its own, and what of its ports, as RTM_NEWSTATS tells it. */
  xstats?(dev: Device): object;
  /** The link it stands on. */
  lower?(dev: Device): Device | undefined;
  /** The links whose master it is. */
  ports?(master: Device): Iterable<Device>;
  iflink?(dev: Device): number;
  /** The namespace that `iflink` is in, where that is another one. */
  linkNs?(dev: Device): NetNamespace | undefined;
  open?(dev: Device): void;
  stop?(dev: Device): void;
  changeMtu?(dev: Device, mtu: number): void;
  /** What is left to its hardware, of features.ts; HARDWARE where nothing else is said. */
  features?(dev: Device): number;
  /** What of that VLANs on it can have. */
  vlanFeatures?(dev: Device): number;
  /** Keeps the address it was made with. */
  readonly fixedAddress?: true;
  /** What it is to receive, the link below it receives too. */
  readonly passesAddressesOn?: true;
  /** Forwarding entries of its own; of links without, requests are about the addresses that they receive. */
  readonly fdb?: FdbOps;
  /** Throws Refusal where the address cannot be had; undefined means that it is simply taken. */
  setAddress?(dev: Device, address: string): void;
  addPort?(master: Device, port: Device, request: Request): void;
  removePort?(master: Device, port: Device): void;
  changeCarrier?(dev: Device, carrier: boolean): void;
  /** Flags that changed while it is up: ndo_change_rx_flags(). */
  changeRxFlags?(dev: Device, changed: number): void;
  /** A link of whatever kind did something: the kind's own notifier. */
  event?(event: LinkEvent, dev: Device): void;
  /** The attribute of a request that is about AF_BRIDGE. */
  setBridgeLink?(dev: Device, protinfo: Attribute | undefined, request: Request): void;
}

/** A request that is about a forwarding entry: what is said of it, and of which. */
export interface FdbAsked {
  readonly request: Request;
  /** NUD_*, NTF_*. */
  readonly state: number;
  readonly flags: number;
  readonly address: string;
  /** 0 for none. */
  readonly vlan: number;
  readonly attributes: Attributes;
}

/** ndo_fdb_*: each throws Refusal. The link is the bridge or a port of it, or whatever has entries. */
export interface FdbOps {
  /** Whether it has told of it itself, as with `remove`. */
  add(dev: Device, asked: FdbAsked): boolean;
  remove(dev: Device, asked: FdbAsked): boolean;
  /** All that a request fits. */
  flush?(dev: Device, request: Request): void;
  get?(dev: Device, address: string, vlan: number): Outgoing;
  /** Those of the link, a bridge, that are behind a port, or that are its own. */
  list?(dev: Device, port: Device | undefined): Iterable<() => Outgoing>;
}

/** Who is told what happens to links; of a change, which IFF_* have changed. */
export type LinkNotifier = (event: LinkEvent, dev: Device, changed: number) => void;

/** NETDEV_*: what others are told of a link. */
export type LinkEvent =
  | 'register'
  | 'up'
  | 'goingDown'
  | 'down'
  | 'change'
  | 'changeMtu'
  | 'changeAddress'
  | 'changeName'
  | 'unregister'
  | 'changeUpper'
  | 'features'
  | 'changeTxqlen'
  | 'changeInfo'
  | 'changeLowerState';
