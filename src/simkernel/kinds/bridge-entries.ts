// What requests do to the forwarding table of a bridge. net/bridge/br_fdb.c: br_fdb_add(), fdb_add_entry(), br_fdb_external_learn_add(), br_fdb_update(),
// br_fdb_delete(), br_fdb_delete_bulk(), br_fdb_get(), br_fdb_dump().

import { NLM_F_CREATE, NLM_F_EXCL } from '../../netlink/constants.js';
import { EEXIST, EINVAL, ENODEV, ENOENT, EPERM } from '../../netlink/errno-numbers.js';
import { NTF_EXT_LEARNED, NTF_EXT_LOCKED, NTF_MASTER, NTF_OFFLOADED, NTF_SELF, NTF_STICKY, NTF_USE, NUD_STATES, ndmsg } from '../../rtnl/neighbour.js';
import type { Device } from '../link/device.js';
import type { FdbAsked, FdbOps } from '../link/ops.js';
import { ZERO_MAC } from '../mac.js';
import { NDA } from '../neighbour/nda.js';
import { type PolicyTable, parseStrictly } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { age, ceaseFor, createEntry, deleteEntry, fdbMessage, findEntry, lastFirst, receiveFor, stateOf, tellEntry } from './bridge-fdb.js';
import { type Bridge, type BridgePort, bridgeOf, type FdbEntry, portOf, STATES } from './bridge-state.js';
import { isUsed } from './bridge-vlan.js';

const { permanent, noarp, reachable } = NUD_STATES;
const NFEA = { activityNotify: 1, dontRefresh: 2 } as const;
/** br_nda_fdb_pol. */
const extPolicy: PolicyTable = { maxType: 2, rules: { [NFEA.activityNotify]: { type: 'u8' }, [NFEA.dontRefresh]: { type: 'flag' } } };
/** FDB_NOTIFY_BIT, FDB_NOTIFY_INACTIVE_BIT. */
const NOTIFY = 1;
const NOTIFY_INACTIVE = 2;

interface Where {
  readonly bridge: Bridge;
  readonly port: BridgePort | undefined;
}

/** Of the bridge itself, or of one of its ports. */
function whereOf(dev: Device, text?: string): Where {
  if (dev.kind === 'bridge') return { bridge: bridgeOf(dev), port: undefined };
  const port = portOf(dev);
  if (port === undefined) throw new Refusal(EINVAL, text);
  return { bridge: port.bridge, port };
}

const learns = ({ state }: BridgePort): boolean => state === STATES.learning || state === STATES.forwarding;

function add(dev: Device, asked: FdbAsked): boolean {
  const { state, flags, address, vlan, attributes } = asked;
  if ((state & (permanent | noarp | reachable)) === 0 || address === ZERO_MAC) throw new Refusal(EINVAL);
  const where = whereOf(dev);
  if (((attributes.u32(NDA.flagsExt) ?? 0) & NTF_EXT_LOCKED) !== 0) throw new Refusal(EINVAL, 'bridge: Cannot add FDB entry with "locked" flag set');
  const ext = attributes.get(NDA.fdbExtAttrs);
  const extended = ext === undefined ? undefined : parseStrictly(ext, extPolicy);
  if (vlan !== 0 && !usedVlans(where).includes(vlan)) throw new Refusal(EINVAL);
  for (const one of vlan === 0 ? [0, ...usedVlans(where)] : [vlan]) {
    const of = { ...asked, vlan: one };
    if ((flags & NTF_USE) !== 0) use(where, of);
    else if ((flags & NTF_EXT_LEARNED) !== 0) learn(where, of);
    else change(where, of, { refresh: extended?.has(NFEA.dontRefresh) !== true, notify: notifyOf(extended?.u8(NFEA.activityNotify) ?? 0) });
  }
  return true;
}

/** Those VLANs in which there are entries of a port, or of the bridge: one that is asked for in none is in all of them. */
const usedVlans = ({ bridge, port }: Where): readonly number[] => ((port === undefined ? bridge.vlans : port.vlans)?.all ?? []).filter(isUsed).map(({ id }) => id);

function notifyOf(bits: number): number {
  if ((bits & ~(NOTIFY | NOTIFY_INACTIVE)) !== 0 || bits === NOTIFY_INACTIVE) throw new Refusal(EINVAL);
  return bits;
}

/** br_fdb_update(): as if a frame of the station had come. */
function use({ bridge, port }: Where, { address, vlan }: FdbAsked): void {
  if (port === undefined) throw new Refusal(EINVAL);
  if (!learns(port) || bridge.settings.ageingTime === 0) return;
  const known = findEntry(bridge, address, vlan);
  if (known === undefined) {
    const made = createEntry(bridge, port, address, vlan, { byUser: true });
    age(bridge, made);
    return tellEntry('RTM_NEWNEIGH', bridge, made);
  }
  if (known.local) return;
  known.updated = bridge.dev.ns.kernel.ticks;
  known.byUser = true;
  if (known.port === port || known.sticky) return;
  known.port = port;
  known.extLearned = false;
  tellEntry('RTM_NEWNEIGH', bridge, known);
}

/** br_fdb_external_learn_add(). */
function learn({ bridge, port }: Where, { address, vlan, state }: FdbAsked): void {
  if (port === undefined && (state & permanent) === 0) throw new Refusal(EINVAL, 'bridge: FDB entry towards bridge must be permanent');
  const known = findEntry(bridge, address, vlan);
  if (known === undefined) return tellEntry('RTM_NEWNEIGH', bridge, createEntry(bridge, port, address, vlan, { extLearned: true, byUser: true, local: port === undefined }));
  const { ticks } = bridge.dev.ns.kernel;
  const modified = known.port !== port || !known.extLearned;
  known.updated = ticks;
  if (known.extLearned) known.used = ticks;
  Object.assign(known, { port, extLearned: true, byUser: true, local: known.local || port === undefined });
  if (modified) tellEntry('RTM_NEWNEIGH', bridge, known);
}

/** fdb_add_entry(). */
function change({ bridge, port }: Where, { address, vlan, state, flags, request }: FdbAsked, { refresh, notify }: { readonly refresh: boolean; readonly notify: number }): void {
  if (port !== undefined && (state & (permanent | noarp)) === 0 && !learns(port)) throw new Refusal(EPERM);
  const sticky = (flags & NTF_STICKY) !== 0;
  if ((state & permanent) === 0 ? port === undefined : sticky) throw new Refusal(EINVAL);
  const known = findEntry(bridge, address, vlan);
  if (known === undefined && (request.flags & NLM_F_CREATE) === 0) throw new Refusal(ENOENT);
  if (known !== undefined && (request.flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
  const entry = known ?? createEntry(bridge, port, address, vlan, { byUser: true });
  let modified = known === undefined || entry.port !== port;
  entry.port = port;
  entry.byUser = true;
  if (stateOf(bridge, entry) !== state) {
    entry.local = (state & permanent) !== 0;
    const fixed = (state & (permanent | noarp)) !== 0;
    if (fixed && !entry.fixed) receiveFor(bridge, address);
    else if (!fixed && entry.fixed) ceaseFor(bridge, address);
    entry.fixed = fixed;
    modified = true;
  }
  if (entry.sticky !== sticky || entry.notify !== notify) modified = true;
  Object.assign(entry, { sticky, notify, used: request.kernel.ticks });
  if (!modified) return;
  if (refresh) entry.updated = request.kernel.ticks;
  if (!entry.fixed) age(bridge, entry);
  tellEntry('RTM_NEWNEIGH', bridge, entry);
}

function remove(dev: Device, { address, vlan }: FdbAsked): boolean {
  const where = whereOf(dev);
  const { bridge, port } = where;
  let found = false;
  for (const one of vlan === 0 ? [0, ...usedVlans(where)] : [vlan]) {
    const entry = findEntry(bridge, address, one);
    if (entry === undefined || entry.port !== port) continue;
    deleteEntry(bridge, entry);
    found = true;
  }
  if (!found) throw new Refusal(ENOENT);
  return true;
}

/** br_fdb_del_bulk_policy. */
const flushPolicy: PolicyTable = {
  maxType: 17,
  rules: {
    [NDA.vlan]: { type: 'u16', min: 1, max: 4094 },
    [NDA.ifindex]: { type: 's32', min: 1, max: 0x7fffffff },
    [NDA.ndmStateMask]: { type: 'u16' },
    [NDA.ndmFlagsMask]: { type: 'u8' },
  },
};
const FLUSHED_FLAGS = NTF_MASTER | NTF_SELF | NTF_USE | NTF_EXT_LEARNED | NTF_STICKY | NTF_OFFLOADED;

/** The bits of NUD_* and NTF_* that a flush compares, as they stand for an entry. */
const bitsOf = ({ local, fixed, byUser, extLearned, sticky }: FdbEntry) => ({
  state: (local ? permanent : 0) | (fixed ? noarp : 0),
  flags: (byUser ? NTF_USE : 0) | (extLearned ? NTF_EXT_LEARNED : 0) | (sticky ? NTF_STICKY : 0),
});

function flush(dev: Device, request: Request): void {
  const attributes = request.attributes(ndmsg.size, flushPolicy, 'strict');
  const { bridge, port } = whereOf(dev, 'bridge: Device is not a bridge port');
  const vlan = attributes.u16(NDA.vlan);
  const { flags, state } = request.struct(ndmsg);
  if ((flags & ~FLUSHED_FLAGS) !== 0) throw new Refusal(EINVAL, 'bridge: Unsupported fdb flush ndm flag bits set');
  if ((state & ~(permanent | noarp)) !== 0) throw new Refusal(EINVAL, 'bridge: Unsupported fdb flush ndm state bits set');
  const stateMask = (attributes.u16(NDA.ndmStateMask) ?? 0) & (permanent | noarp);
  const flagsMask = (attributes.u8(NDA.ndmFlagsMask) ?? 0) & ~(NTF_MASTER | NTF_SELF);
  const index = attributes.s32(NDA.ifindex);
  const wanted = index === undefined ? port?.dev : portNamed(bridge, request, index);
  for (const entry of lastFirst(bridge)) {
    const bits = bitsOf(entry);
    if ((vlan !== undefined && vlan !== entry.vlan) || ((bits.state ^ state) & stateMask) !== 0 || ((bits.flags ^ flags) & flagsMask) !== 0) continue;
    if (wanted === undefined || (entry.port?.dev ?? bridge.dev) === wanted) deleteEntry(bridge, entry);
  }
}

/** __fdb_flush_validate_ifindex(). */
function portNamed(bridge: Bridge, { ns }: Request, index: number): Device {
  const dev = ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV, 'bridge: Unknown flush device ifindex');
  if (dev.kind === 'bridge' && dev !== bridge.dev) throw new Refusal(EINVAL, 'bridge: Flush bridge device does not match target bridge device');
  if (dev.kind !== 'bridge' && dev.master?.kind !== 'bridge') throw new Refusal(EINVAL, 'bridge: Flush device is not a bridge or bridge port');
  if (dev.kind !== 'bridge' && dev.master !== bridge.dev) throw new Refusal(EINVAL, 'bridge: Flush port does not match target bridge device');
  return dev;
}

function get(dev: Device, address: string, vlan: number): Outgoing {
  const bridge = bridgeOf(dev);
  const entry = findEntry(bridge, address, vlan);
  if (entry === undefined) throw new Refusal(ENOENT, 'Fdb entry not found');
  return fdbMessage('RTM_NEWNEIGH', bridge, entry);
}

function* list(dev: Device, port: Device | undefined): Generator<() => Outgoing> {
  const bridge = bridgeOf(dev);
  for (const entry of lastFirst(bridge)) if (entry.port?.dev === port) yield () => fdbMessage('RTM_NEWNEIGH', bridge, entry);
}

export const bridgeEntries: FdbOps = { add, remove, flush, get, list };
