// vlan: a link for one VLAN, 802.1Q or 802.1ad, of another link. What the kernel refuses: net/8021q/vlan_netlink.c: vlan_validate(), vlan_newlink().

import { EncodeError } from '../../netlink/errors.js';
import { expectArray, isWordOf, told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { type Vlan, vlanData, vlanFlags, vlanProtocol } from './vlan-data.js';

export interface VlanChange {
  readonly reorderHdr?: boolean;
  readonly gvrp?: boolean;
  readonly mvrp?: boolean;
  /** The VLAN's state does not follow the lower link's. */
  readonly looseBinding?: boolean;
  /** The VLAN's state follows the ports of the bridge below that are members of it. */
  readonly bridgeBinding?: boolean;
  readonly ingressQos?: readonly { readonly from: number; readonly to: number }[];
  readonly egressQos?: readonly { readonly from: number; readonly to: number }[];
}

export interface VlanAdd extends VlanChange {
  /** The lower link, by name or index. */
  readonly link: string | number;
  /** 0 to 4094. */
  readonly id: number;
  /** 802.1Q by default. */
  readonly protocol?: '802.1Q' | '802.1ad';
}

const SWITCHES = ['reorderHdr', 'gvrp', 'mvrp', 'looseBinding', 'bridgeBinding'];
const CHANGES = [...SWITCHES, 'ingressQos', 'egressQos'];

function change(options: VlanChange): Vlan | undefined {
  expectOptions('vlan', options, CHANGES);
  expectBooleans(options, SWITCHES);
  const { reorderHdr, gvrp, mvrp, looseBinding, bridgeBinding, ingressQos, egressQos } = options;
  const data: Vlan = {};
  for (const [key, qos] of Object.entries({ ingressQos, egressQos })) if (qos !== undefined) expectArray(qos, key);
  if (ingressQos !== undefined) data.ingressQos = [...ingressQos];
  if (egressQos !== undefined) data.egressQos = [...egressQos];
  let flags = 0;
  let mask = 0;
  for (const [flag, on] of [
    [vlanFlags.reorder_hdr, reorderHdr],
    [vlanFlags.gvrp, gvrp],
    [vlanFlags.mvrp, mvrp],
    [vlanFlags.loose_binding, looseBinding],
    [vlanFlags.bridge_binding, bridgeBinding],
  ] as const) {
    if (on === undefined) continue;
    mask |= flag;
    if (on) flags |= flag;
  }
  if (mask !== 0) data.flags = { flags, mask };
  return Object.keys(data).length === 0 ? undefined : data;
}

function add({ id, protocol, ...options }: VlanAdd): Vlan {
  if (!Number.isInteger(id) || id < 0 || id > 4094) throw new EncodeError(`${told(id)} is no VLAN id, which is 0 to 4094`);
  if (protocol !== undefined && !isWordOf(vlanProtocol.names, protocol)) throw new EncodeError(`${told(protocol)} is none of 802.1Q, 802.1ad`);
  return { ...(protocol !== undefined && { protocol }), id, ...change(options) };
}

export const vlanKind = { data: vlanData, add, change } satisfies LinkKind<Vlan, never, VlanAdd, VlanChange>;
