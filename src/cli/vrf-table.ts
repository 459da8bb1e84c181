// VRFs by name: which links are some, and which table each has. iproute2: ip/iplink_vrf.c: ipvrf_get_table(), name_is_vrf().

import { KernelError } from '../netlink/errors.js';
import { RT_TABLE_MAIN } from '../rtnl/constants.js';
import type { Session } from './session.js';

async function linkNamed({ kernel, options }: Session, name: string) {
  const answer = await kernel.ask({ name: 'RTM_GETLINK', header: {}, body: { family: options.family, ifname: name } }, true);
  if (answer instanceof KernelError) return answer;
  return answer.name === 'RTM_NEWLINK' ? answer.body : undefined;
}

/** The table of the VRF of this name; 0 where it is none. `default` is the main table, unless a link is called so. */
export async function vrfTable(session: Session, name: string): Promise<number> {
  const link = await linkNamed(session, name);
  if (link instanceof KernelError) return link.code === 'ENODEV' && name === 'default' ? RT_TABLE_MAIN : 0;
  if (link?.linkinfo?.kind !== 'vrf') return 0;
  const { vrf } = link.linkinfo as { readonly vrf?: { readonly table?: number } };
  return vrf?.table ?? 0;
}

/** The index of the VRF of this name; 0 where it is none. */
export async function vrfIndex(session: Session, name: string): Promise<number> {
  const link = await linkNamed(session, name);
  return link instanceof KernelError || link?.linkinfo?.kind !== 'vrf' ? 0 : link.index;
}
