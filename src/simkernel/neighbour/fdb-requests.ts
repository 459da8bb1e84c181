// RTM_NEWNEIGH, RTM_DELNEIGH and RTM_GETNEIGH of AF_BRIDGE: forwarding entries of bridges, and the addresses that other links receive.
// net/core/rtnetlink.c: rtnl_fdb_add(), rtnl_fdb_del(), rtnl_fdb_get(), rtnl_fdb_dump(), ndo_dflt_fdb_add().

import { NLM_F_BULK, NLM_F_EXCL } from '../../netlink/constants.js';
import { EEXIST, EINVAL, ENODEV, ENOENT, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { AF_BRIDGE } from '../../rtnl/constants.js';
import { RTNLGRP_NEIGH } from '../../rtnl/groups.js';
import { ifinfomsg } from '../../rtnl/link.js';
import { NTF_MASTER, NTF_SELF, NUD_STATES, ndmsg } from '../../rtnl/neighbour.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import { portOf } from '../kinds/bridge-state.js';
import { addExclusively, receivedBy, removeReceived } from '../link/addresses.js';
import { linkPolicy } from '../link/create.js';
import { ARPHRD_ETHER, type Device } from '../link/device.js';
import { IFLA } from '../link/ifla.js';
import type { FdbAsked, FdbOps } from '../link/ops.js';
import { ETH_ALEN, isGroupMac, macOf } from '../mac.js';
import type { PolicyTable } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { neighbourPolicy } from './admin.js';
import { NDA } from './nda.js';
import { padded, RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from './requests.js';

const VLAN_MOST = 4094;
/** Attributes are as they are: no policy says how. */
const unchecked: PolicyTable = { maxType: neighbourPolicy.maxType, rules: {} };

export function registerFdb(handlers: Handlers): void {
  handlers.register(RTM_NEWNEIGH, AF_BRIDGE, { doit: newEntry });
  handlers.register(RTM_DELNEIGH, AF_BRIDGE, { doit: deleteEntry, bulk: true });
  handlers.register(RTM_GETNEIGH, AF_BRIDGE, { doit: getEntry, dumpit: dumpEntries });
}

/** fdb_vid_parse(). */
function vlanOf(attribute: Attribute | undefined): number {
  if (attribute === undefined) return 0;
  if (attribute.length !== 2) throw new Refusal(EINVAL, 'invalid vlan attribute size');
  if (attribute.u16 === 0 || attribute.u16 > VLAN_MOST) throw new Refusal(EINVAL, 'invalid vlan id');
  return attribute.u16;
}

function deviceOf({ ns }: Request, index: number): Device {
  if (index === 0) throw new Refusal(EINVAL, 'invalid ifindex');
  const dev = ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV, 'unknown ifindex');
  return dev;
}

function expectEthernet({ type }: Device, what: 'add' | 'delete'): void {
  if (type !== ARPHRD_ETHER) throw new Refusal(EINVAL, `FDB ${what} only supported for Ethernet devices`);
}

function addressOf(attributes: Attributes): string {
  const lladdr = attributes.get(NDA.lladdr);
  if (lladdr?.length !== ETH_ALEN) throw new Refusal(EINVAL, 'invalid address');
  return macOf(lladdr.payload);
}

function askedOf(request: Request, what: 'add' | 'delete'): { readonly dev: Device; readonly asked: FdbAsked } {
  const { index, state, flags } = request.struct(ndmsg);
  const attributes = request.attributes(ndmsg.size, unchecked);
  const dev = deviceOf(request, index);
  const address = addressOf(attributes);
  // The one looks at the link first, the other at the VLAN.
  if (what === 'add') expectEthernet(dev, what);
  const vlan = vlanOf(attributes.get(NDA.vlan));
  expectEthernet(dev, what);
  return { dev, asked: { request, state, flags, address, vlan, attributes } };
}

/** The entry of the bridge whose port the link is, then that of the link itself. */
function newEntry(request: Request): void {
  const { dev, asked } = askedOf(request, 'add');
  onBoth(dev, asked, 'add');
}

function deleteEntry(request: Request): void {
  if ((request.flags & NLM_F_BULK) !== 0) return flush(request);
  const { dev, asked } = askedOf(request, 'delete');
  onBoth(dev, asked, 'remove');
}

const byMaster = (flags: number, dev: Device): FdbOps | undefined => ((flags === 0 || (flags & NTF_MASTER) !== 0) && portOf(dev) !== undefined ? dev.master?.ops?.fdb : undefined);

function onBoth(dev: Device, asked: FdbAsked, what: 'add' | 'remove'): void {
  const master = byMaster(asked.flags, dev);
  master?.[what](dev, asked);
  if ((asked.flags & NTF_SELF) === 0) {
    if (master === undefined) throw new Refusal(EOPNOTSUPP);
    return;
  }
  if (!(dev.ops?.fdb ?? received)[what](dev, asked)) {
    dev.ns.kernel.notify(dev.ns, RTNLGRP_NEIGH, () => receivedMessage(what === 'add' ? 'RTM_NEWNEIGH' : 'RTM_DELNEIGH', dev, asked));
  }
}

function flush(request: Request): void {
  const { index, flags } = request.struct(ndmsg);
  request.attributes(ndmsg.size, unchecked, 'legacy');
  const dev = deviceOf(request, index);
  expectEthernet(dev, 'delete');
  const master = byMaster(flags, dev);
  master?.flush?.(dev, request);
  if ((flags & NTF_SELF) === 0) {
    if (master === undefined) throw new Refusal(EOPNOTSUPP);
    return;
  }
  if (dev.ops?.fdb?.flush === undefined) throw new Refusal(EOPNOTSUPP);
  dev.ops.fdb.flush(dev, request);
}

/** is_link_local_ether_addr(): of a group, but received as one of the link's own. */
const isReserved = (address: string): boolean => /^01:80:c2:00:00:0.$/.test(address);
const kindOf = (address: string) => (isGroupMac(address) && !isReserved(address) ? 'multicast' : 'unicast');

/** ndo_dflt_fdb_add(), ndo_dflt_fdb_del(): the addresses that a link receives beside its own. */
const received: FdbOps = {
  add(dev, { state, vlan, address, attributes, request }) {
    if ((state !== 0 && (state & NUD_STATES.permanent) === 0) || attributes.has(NDA.flagsExt) || vlan !== 0) throw new Refusal(EINVAL);
    if (!addExclusively(dev, kindOf(address), address) && (request.flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
    return false;
  },
  remove(dev, { state, address }) {
    if ((state & NUD_STATES.permanent) === 0) throw new Refusal(EINVAL);
    if (!removeReceived(dev, kindOf(address), address)) throw new Refusal(ENOENT);
    return false;
  },
};

/** nlmsg_populate_fdb_fill(). */
function receivedMessage(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', { index }: Device, { address, vlan, state }: Pick<FdbAsked, 'address' | 'vlan' | 'state'>): Outgoing {
  return { name, body: { family: AF_BRIDGE, index, state, flags: NTF_SELF, type: 0, lladdr: address, ...(vlan !== 0 && { vlan }) } };
}

function getEntry(request: Request): void {
  const header = request.struct(ndmsg, 'Invalid header for fdb get request');
  if (padded(request) || header.state !== 0 || header.type !== 0) throw new Refusal(EINVAL, 'Invalid values in header for fdb get request');
  const { flags, index } = header;
  if ((flags & ~(NTF_MASTER | NTF_SELF)) !== 0) throw new Refusal(EINVAL, 'Invalid flags in header for fdb get request');
  const { master, address, vlan } = questionOf(request.attributes(ndmsg.size, neighbourPolicy, 'legacy'));
  if (address === undefined) throw new Refusal(EINVAL, 'Missing lookup address for fdb get request');
  const { links } = request.ns;
  const dev = index === 0 ? undefined : links.get(index);
  if (index !== 0 && dev === undefined) throw new Refusal(ENODEV, 'Unknown device ifindex');
  if (master !== 0 && dev !== undefined) throw new Refusal(EINVAL, 'Master and device are mutually exclusive');
  const bridge = master === 0 ? undefined : links.get(master);
  if (master !== 0 && bridge === undefined) throw new Refusal(EINVAL, 'Invalid master ifindex');
  const asked = bridge ?? (dev === undefined ? undefined : tableOf(dev, flags));
  if (asked === undefined) throw new Refusal(ENODEV, 'No device specified');
  const found = asked.ops?.fdb?.get;
  if (found === undefined) throw new Refusal(EOPNOTSUPP, 'Fdb get operation not supported by device');
  request.reply(found(asked, address, vlan));
}

function tableOf(dev: Device, flags: number): Device {
  if (flags !== 0 && (flags & NTF_MASTER) === 0) return dev;
  if (portOf(dev) === undefined) throw new Refusal(EINVAL, 'Device is not a bridge port');
  return dev.master as Device;
}

/** valid_fdb_get_strict(). */
function questionOf(attributes: Attributes): { readonly master: number; readonly address: string | undefined; readonly vlan: number } {
  let [master, vlan] = [0, 0];
  let address: string | undefined;
  for (const attribute of attributes.present()) {
    if (attribute.type === NDA.master) master = attribute.u32;
    else if (attribute.type === NDA.vlan) vlan = vlanOf(attribute);
    else if (attribute.type === NDA.lladdr) {
      if (attribute.length !== ETH_ALEN) throw new Refusal(EINVAL, 'Invalid address in fdb get request');
      address = macOf(attribute.payload);
    } else if (attribute.type !== NDA.vni) throw new Refusal(EINVAL, 'Unsupported attribute in fdb get request');
  }
  return { master, address, vlan };
}

interface Filter {
  readonly bridge: number;
  readonly port: number;
}

function filterOf(request: Request): Filter {
  return request.strict ? strictFilterOf(request) : legacyFilterOf(request);
}

/** valid_fdb_dump_strict(). */
function strictFilterOf(request: Request): Filter {
  const header = request.struct(ndmsg, 'Invalid header for fdb dump request');
  if (padded(request) || header.state !== 0 || header.flags !== 0 || header.type !== 0) throw new Refusal(EINVAL, 'Invalid values in header for fdb dump request');
  let [bridge, port] = [0, header.index];
  for (const attribute of request.attributes(ndmsg.size, unchecked, 'legacy').present()) {
    if (attribute.type !== NDA.ifindex && attribute.type !== NDA.master) throw new Refusal(EINVAL, 'Unsupported attribute in fdb dump request');
    const word = attribute.type === NDA.master ? 'MASTER' : 'IFINDEX';
    if (attribute.length !== 4) throw new Refusal(EINVAL, `Invalid ${word} attribute in fdb dump request`);
    if (attribute.type === NDA.master) bridge = attribute.u32;
    else port = attribute.u32;
  }
  return { bridge, port };
}

/** valid_fdb_dump_legacy(): programs send struct ifinfomsg too, told apart by its length. */
function legacyFilterOf(request: Request): Filter {
  if (request.length === ndmsg.size || request.length === ndmsg.size + 8) return { bridge: 0, port: 0 };
  const { index } = request.struct(ifinfomsg);
  return { bridge: request.attributes(ifinfomsg.size, linkPolicy).u32(IFLA.master) ?? 0, port: index };
}

function dumpEntries(request: Request): DumpPlan {
  const { ns } = request;
  const filter = filterOf(request);
  const bridge = filter.bridge === 0 ? undefined : ns.links.get(filter.bridge);
  if (filter.bridge !== 0 && bridge === undefined) throw new Refusal(ENODEV);
  return {
    messages: (function* () {
      for (const dev of ns.links.all()) if (filter.port === 0 || dev.index === filter.port) yield* entriesOf(dev, bridge);
    })(),
  };
}

function* entriesOf(dev: Device, bridge: Device | undefined): Generator<() => Outgoing> {
  const port = portOf(dev);
  if (bridge !== undefined && dev !== bridge && port === undefined) return;
  if (bridge !== undefined && bridge !== dev.master && dev.kind !== 'bridge') return;
  if (port !== undefined) yield* dev.master?.ops?.fdb?.list?.(dev.master, dev) ?? [];
  if (dev.type === ARPHRD_ETHER) for (const address of receivedBy(dev)) yield () => receivedMessage('RTM_NEWNEIGH', dev, { address, vlan: 0, state: NUD_STATES.permanent });
  yield* dev.ops?.fdb?.list?.(dev, undefined) ?? [];
}
