// rtnetlink as the simulated kernel speaks it: the library's own bodies, for the link kinds it has.

import { macvlanKind, macvtapKind } from '../macvlan/kind.js';
import { Writer } from '../netlink/bytes.js';
import { type Encodable, encodeMessage } from '../netlink/message.js';
import { bridgeKind } from '../rtnl/kinds/bridge.js';
import { dummyKind } from '../rtnl/kinds/dummy.js';
import { ifbKind } from '../rtnl/kinds/ifb.js';
import { nlmonKind } from '../rtnl/kinds/plain.js';
import { vethKind } from '../rtnl/kinds/veth.js';
import { vlanKind } from '../rtnl/kinds/vlan.js';
import { routeProtocol } from '../rtnl/protocol.js';

const kinds = { bridge: bridgeKind, dummy: dummyKind, ifb: ifbKind, macvlan: macvlanKind, macvtap: macvtapKind, nlmon: nlmonKind, veth: vethKind, vlan: vlanKind } as const;

const simulated = routeProtocol(kinds);

type Bodies = (typeof simulated)['messages'];

/** What messages of rtnetlink are called: `RTM_NEWLINK`. */
export type MessageName = keyof Bodies & string;

const names = new Map(Object.entries(simulated.messages).map(([name, [type]]) => [type as number, name as MessageName]));

/** What messages of a type are called; undefined where there are none. */
export const nameOf = (type: number): MessageName | undefined => names.get(type);

/** A message as the kernel writes it: its name and its body, attributes in the kernel's order. */
export type Outgoing = { readonly [K in MessageName]: { readonly name: K; readonly body: Partial<ReturnType<Bodies[K][1]['decode']>> } }[MessageName];

/** What stands in the header of a message. */
export interface Addressed {
  readonly flags?: number;
  readonly sequence?: number;
  readonly portId?: number;
}

/** Appends a message. */
export function write(writer: Writer, { name, body }: Outgoing, { flags = 0, sequence = 0, portId = 0 }: Addressed): void {
  encodeMessage(simulated, writer, { name, header: { flags, sequence, portId }, body } as Encodable<Bodies>);
}

/** One message as a datagram. */
export function datagram(outgoing: Outgoing, addressed: Addressed, littleEndian: boolean): Uint8Array {
  const writer = new Writer(littleEndian);
  write(writer, outgoing, addressed);
  return writer.finish();
}
