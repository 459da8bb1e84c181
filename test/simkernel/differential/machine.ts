// What this machine's kernel has of all that the simulated one does, and the other way round.

import { kinds } from '../../../src/index.js';
import { Namespace } from '../../../src/netlink/socket/namespace.js';
import { openSocket } from '../../../src/netlink/socket/socket.js';
import { addLinkRequest, getLinkRequest } from '../../../src/rtnl/link-requests.js';
import { linkKinds } from '../../../src/simkernel/kinds/kinds.js';
import type { Operation } from './operations.js';
import { Place, text } from './place.js';

/** How the kernel was built. */
interface Machine {
  /** The link kinds that it knows; one that it loads when it is asked for counts. */
  readonly kinds: readonly string[];
  /** Its bridges have VLANs (CONFIG_BRIDGE_VLAN_FILTERING). */
  readonly filtersVlans: boolean;
}

let known: Machine | undefined;

/** Looks once. */
export function machine(): Machine {
  known ??= look();
  return known;
}

function look(): Machine {
  const namespace = Namespace.create();
  const transport = openSocket({ netns: namespace });
  const place = new Place({ transport, listener: transport, fd: namespace.fd, sysctl: () => 'ok' });
  const knows = (kind: string): boolean => {
    const { name, header, body } = addLinkRequest(kinds, { kind: 'ifb', name: kind });
    return !place.ask({ name, header, body: { ...body, linkinfo: { kind } } }).outcome.includes('Unknown device type');
  };
  try {
    return { kinds: [...linkKinds.keys()].filter(knows), filtersVlans: text(place.ask(getLinkRequest('bridge')).replies).includes('vlanDefaultPvid') };
  } finally {
    void transport.close();
    namespace.close();
  }
}

/** What is about the VLANs of bridges, or hangs on them. */
const OF_VLANS = /"(vlan[A-Z]\w*|mcastVlanSnooping|mstEnable|fdbLocalVlan0|neighVlanSuppress|bridgeBinding|own)":/;

/** Whether an operation does the same on this machine as where bridges have no VLANs. */
export function comparable({ do: verb, spec }: Operation): boolean {
  if (!machine().filtersVlans) return true;
  return !verb.startsWith('bridge vlan') && !verb.startsWith('vlan ') && !(verb.startsWith('fdb') && spec.vlan !== undefined) && !OF_VLANS.test(JSON.stringify(spec));
}
