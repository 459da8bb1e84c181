// A VLAN as `ip -d link` shows it. iproute2: ip/iplink_vlan.c: vlan_print_opt().

import { ethernetProtocolName } from '../show/names.js';
import type { Printer } from '../show/printer.js';
import { type Vlan, vlanFlags, vlanProtocol } from './vlan-data.js';

/** Writes nothing where the kernel told no id. */
export function showVlan(out: Printer, { id, protocol, flags, ingressQos, egressQos }: Vlan): void {
  if (id === undefined) return;
  const name = protocol === undefined ? '802.1q' : protocolName(out, protocol);
  out.both('protocol', name, `protocol ${name} `);
  out.both('id', id, `id ${id} `);
  if (flags !== undefined) showFlags(out, flags.flags);
  if (ingressQos !== undefined) showMap(out, 'ingress', ingressQos);
  if (egressQos !== undefined) showMap(out, 'egress', egressQos);
}

/** The name `ip` has for an Ethernet protocol; `[4660]` where it has none. */
export function protocolName(out: Printer, protocol: NonNullable<Vlan['protocol']>): string {
  return ethernetProtocolName(typeof protocol === 'number' ? protocol : vlanProtocol.names[protocol], out);
}

function showFlags(out: Printer, flags: number): void {
  let rest = flags;
  out.openArray('flags');
  out.text('<');
  for (const [word, bit] of Object.entries(vlanFlags)) {
    if ((rest & bit) === 0) continue;
    const name = word.toUpperCase();
    rest &= ~bit;
    out.both(undefined, name, rest === 0 ? name : `${name},`);
  }
  if (rest !== 0) {
    const hex = (rest >>> 0).toString(16);
    out.both(undefined, hex, hex);
  }
  out.closeArray();
  out.text('> ');
}

function showMap(out: Printer, direction: 'ingress' | 'egress', map: NonNullable<Vlan['ingressQos']>): void {
  out.text(`${out.newline}      ${direction}-qos-map { `);
  out.openArray(`${direction}_qos`);
  for (const { from, to } of map) out.both(undefined, { from, to }, `${from}:${to} `);
  out.closeArray();
  out.text('} ');
}
