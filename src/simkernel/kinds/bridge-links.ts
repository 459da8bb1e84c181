// RTM_SETLINK and RTM_DELLINK of family AF_BRIDGE: what `bridge link set` and `bridge vlan` send. net/core/rtnetlink.c: rtnl_bridge_setlink(),
// rtnl_bridge_dellink(); net/bridge/br_netlink.c: br_setlink(), br_dellink().

import { EINVAL, ENODEV, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { NLMSG_HDRLEN } from '../../netlink/message.js';
import { NLA_F_NESTED } from '../../netlink/nlattr.js';
import { ifinfomsg } from '../../rtnl/link.js';
import { type Attribute, attributesIn } from '../attribute.js';
import type { Device } from '../link/device.js';
import { IFLA } from '../link/ifla.js';
import { parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { announcePort } from './bridge-message.js';
import { changePort, changeState, portPolicy } from './bridge-policy.js';
import { bridgeOf, portOf } from './bridge-state.js';
import { type Asked, changeVlans } from './bridge-vlans.js';

/** IFLA_BRIDGE_FLAGS, IFLA_BRIDGE_MODE. */
const FLAGS = 0;
const MODE = 1;
/** BRIDGE_FLAGS_*. */
const MASTER = 1;
const SELF = 2;

/** RTM_SETLINK of AF_BRIDGE. */
export function setBridgeLink(request: Request): void {
  const { dev, all, spec } = read(request);
  for (const { type, length } of spec?.children() ?? []) if ((type === FLAGS || type === MODE) && length < 2) throw new Refusal(EINVAL);
  const protinfo = all.find(({ type }) => type === IFLA.protinfo);
  dispatch(dev, spec, (asked) => {
    if (protinfo === undefined && spec === undefined) return;
    ensureBridged(asked);
    if (protinfo !== undefined) change(asked, protinfo);
    if (spec !== undefined) changeVlans(asked, spec, 'set');
  });
}

/** RTM_DELLINK of AF_BRIDGE: what it refuses has no words. */
export function deleteBridgeLink(request: Request): void {
  const { dev, spec } = read(request);
  for (const { type, length } of spec?.children() ?? []) if (type === FLAGS && length < 2) throw new Refusal(EINVAL);
  dispatch(dev, spec, (asked) => {
    if (spec === undefined) return;
    ensureBridged(asked);
    changeVlans(asked, spec, 'delete');
  });
}

function read(request: Request): { readonly dev: Device; readonly all: readonly Attribute[]; readonly spec: Attribute | undefined } {
  if (request.length < ifinfomsg.size) throw new Refusal(EINVAL);
  const { index } = request.struct(ifinfomsg);
  const dev = request.ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV, 'unknown ifindex');
  const { bytes } = request;
  const all = [...attributesIn(bytes, NLMSG_HDRLEN + ifinfomsg.size, bytes.array.length)];
  return { dev, all, spec: all.find(({ type }) => type === IFLA.afSpec) };
}

/** Has it done by the link's master, by the link itself, or by both, and tells what became of it. Throws Refusal. */
function dispatch(dev: Device, spec: Attribute | undefined, act: (asked: Asked) => void): void {
  const flags = [...(spec?.children() ?? [])].find(({ type }) => type === FLAGS)?.u16 ?? 0;
  const own = (flags & SELF) !== 0;
  const bridge = dev.master?.kind === 'bridge' ? dev.master : undefined;
  const doers = [...(flags === 0 || (flags & MASTER) !== 0 ? [bridge] : []), ...(own ? [dev.kind === 'bridge' ? dev : undefined] : [])];
  if (doers.length === 0) throw new Refusal(EOPNOTSUPP);
  for (const doer of doers) {
    if (doer === undefined) throw new Refusal(EOPNOTSUPP);
    const asked: Asked = { bridge: bridgeOf(doer), dev, port: portOf(dev), changed: false };
    try {
      act(asked);
    } finally {
      if (asked.changed) announcePort('RTM_NEWLINK', asked.port ?? asked.bridge);
    }
  }
}

function ensureBridged({ dev, port }: Asked): void {
  if (port === undefined && dev.kind !== 'bridge') throw new Refusal(EINVAL);
}

/** Of a port its settings, or as once its state alone. What is refused is told to nobody. */
function change(asked: Asked, protinfo: Attribute): void {
  const { port } = asked;
  if (port === undefined) return;
  if ((protinfo.header & NLA_F_NESTED) !== 0) changePort(port, parseNested(protinfo, portPolicy, { silent: true }));
  else if (protinfo.length < 1) throw new Refusal(EINVAL);
  else changeState(port, protinfo.u8);
  asked.changed = true;
}
