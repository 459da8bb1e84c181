// RTM_NEWVLAN, RTM_DELVLAN and RTM_GETVLAN: what `bridge vlan set`, `bridge vlan global` and `bridge vlan show` send. net/bridge/br_vlan.c:
// br_vlan_rtm_process(), br_vlan_rtm_process_one(), br_vlan_rtm_dump().

import { EINVAL, ENODEV } from '../../netlink/errno-numbers.js';
import { NLMSG_HDRLEN } from '../../netlink/message.js';
import { AF_BRIDGE } from '../../rtnl/constants.js';
import { type Attribute, attributesIn } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import type { Device } from '../link/device.js';
import { type PolicyTable, parseStrictly } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { announcePort } from './bridge-message.js';
import { bridgeOf, portOf } from './bridge-state.js';
import { INFO } from './bridge-vlan.js';
import { changeGlobals } from './bridge-vlan-globals.js';
import { globalsMessage, vlansMessage } from './bridge-vlan-message.js';
import { changeOptions, ENTRY } from './bridge-vlan-options.js';
import { type Asked, changeVlan, idFault, rangeFault, type VlanInfo, vlanInfoOf } from './bridge-vlans.js';

const RTM_NEWVLAN = 112;
const RTM_DELVLAN = 113;
const RTM_GETVLAN = 114;

/** struct br_vlan_msg: where ifindex stands in it. */
const HEADER = 8;
const IFINDEX = 4;
/** BRIDGE_VLANDB_*. */
const VLANDB_ENTRY = 1;
const VLANDB_GLOBAL_OPTIONS = 2;
/** BRIDGE_VLANDB_DUMPF_*. */
const STATS = 1 << 0;
const GLOBAL = 1 << 1;

const requestPolicy: PolicyTable = { maxType: 2, rules: {} };
const dumpPolicy: PolicyTable = { maxType: 1, rules: { 1: { type: 'u32' } } };
const entryPolicy: PolicyTable = {
  maxType: 9,
  rules: {
    [ENTRY.info]: { type: 'binary', min: 4, max: 4 },
    [ENTRY.range]: { type: 'u16' },
    [ENTRY.state]: { type: 'u8' },
    [ENTRY.tunnelInfo]: { type: 'nested' },
    [ENTRY.mcastRouter]: { type: 'u8' },
    7: { type: 'reject' },
    [ENTRY.mcastMaxGroups]: { type: 'u32' },
    [ENTRY.neighSuppress]: { type: 'u8', max: 1 },
  },
};

/** What there is for bridges that have VLANs. */
export function registerBridgeVlans(handlers: Handlers): void {
  handlers.register(RTM_NEWVLAN, AF_BRIDGE, { doit: (request) => changeVlans(request, 'set') });
  handlers.register(RTM_DELVLAN, AF_BRIDGE, { doit: (request) => changeVlans(request, 'delete') });
  handlers.register(RTM_GETVLAN, AF_BRIDGE, { dumpit: dumpVlans });
}

/** The index in struct br_vlan_msg. */
const indexIn = ({ bytes }: Request): number => bytes.view.getUint32(NLMSG_HDRLEN + IFINDEX, bytes.littleEndian);

const isBridged = (dev: Device): boolean => dev.kind === 'bridge' || portOf(dev) !== undefined;

function changeVlans(request: Request, what: 'set' | 'delete'): void {
  if (request.length < HEADER) throw new Refusal(EINVAL, 'Invalid header length');
  request.attributes(HEADER, requestPolicy, 'legacy');
  const dev = request.ns.links.get(indexIn(request));
  if (dev === undefined) throw new Refusal(ENODEV);
  if (!isBridged(dev)) throw new Refusal(EINVAL, 'bridge: The device is not a valid bridge or bridge port');
  let found = false;
  for (const attribute of attributesIn(request.bytes, NLMSG_HDRLEN + HEADER, request.bytes.array.length)) {
    if (attribute.type === VLANDB_ENTRY) changeEntry(dev, attribute, what);
    else if (attribute.type === VLANDB_GLOBAL_OPTIONS) changeGlobals(dev, attribute, what);
    else continue;
    found = true;
  }
  if (!found) throw new Refusal(EINVAL, 'bridge: No vlans found to process');
}

/** br_vlan_rtm_process_one(): VLANs first, then their options. */
function changeEntry(dev: Device, nest: Attribute, what: 'set' | 'delete'): void {
  const attributes = parseStrictly(nest, entryPolicy);
  const info = attributes.get(ENTRY.info);
  if (info === undefined) throw new Refusal(EINVAL, 'bridge: Missing vlan entry info');
  const { flags, vid } = vlanInfoOf(info);
  if ((flags & (INFO.rangeBegin | INFO.rangeEnd)) !== 0) throw new Refusal(EINVAL, 'bridge: Old-style vlan ranges are not allowed when using RTM vlan calls');
  const last = attributes.u16(ENTRY.range);
  const begun: VlanInfo | undefined = last === undefined ? undefined : { vid, flags: flags | INFO.rangeBegin };
  const end: VlanInfo = last === undefined ? { vid, flags } : { vid: last, flags: flags | INFO.rangeEnd };
  const wrong = idFault(vid) ?? (last === undefined ? undefined : (idFault(last) ?? rangeFault(end, begun)));
  if (wrong !== undefined) throw new Refusal(EINVAL, wrong);
  const port = portOf(dev);
  const asked: Asked = { bridge: port?.bridge ?? bridgeOf(dev), dev, port, changed: false };
  if (what === 'delete' || (flags & INFO.onlyOptions) === 0) {
    try {
      changeVlan(asked, end, begun, { what });
    } finally {
      // The kernel tells of it by the type of the request that it is like.
      if (asked.changed) announcePort(what === 'set' ? 'RTM_SETLINK' : 'RTM_DELLINK', port ?? asked.bridge);
    }
  }
  if (what === 'set') changeOptions(asked, vid, end.vid, attributes);
}

function dumpVlans(request: Request): DumpPlan {
  if (request.length < HEADER) throw new Refusal(EINVAL, 'Invalid header length');
  const flags = request.attributes(HEADER, dumpPolicy, 'strict').u32(1) ?? 0;
  const index = indexIn(request);
  const tell = (dev: Device) => (): Outgoing => vlansTold(dev, flags);
  if (index === 0) {
    const devs = [...request.ns.links.all()].filter((dev) => dev.kind === 'bridge' || ((flags & GLOBAL) === 0 && portOf(dev) !== undefined));
    return { messages: devs.map(tell), split: true };
  }
  const dev = request.ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV);
  if (!isBridged(dev)) throw new Refusal(EINVAL);
  return { messages: dev.kind !== 'bridge' && (flags & GLOBAL) !== 0 ? [] : [tell(dev)] };
}

function vlansTold(dev: Device, flags: number): Outgoing {
  const port = portOf(dev);
  const bridge = port?.bridge ?? bridgeOf(dev);
  return (flags & GLOBAL) !== 0 ? globalsMessage(bridge) : vlansMessage(bridge, port, (flags & STATS) !== 0);
}
