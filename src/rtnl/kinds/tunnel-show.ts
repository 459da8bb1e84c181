// What the tunnels show alike. iproute2: ip/tunnel.c: tnl_print_endpoint(), tnl_print_encap(); ip/link_gre.c.

import { formatIpv4 } from '../../netlink/address.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';

const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** An end of the tunnel; `any` where none was told. */
export function showEndpoint(out: Printer, key: 'remote' | 'local', address: string | undefined): void {
  const value = address === undefined || UNSPECIFIED.has(address) ? 'any' : address;
  out.both(key, value, `${key} ${value} `);
}

/** The link that packets leave by. */
export function showDevice(out: Printer, link: number | undefined, names: LinkNames): void {
  if (!link) return;
  const name = names.name(link);
  out.both('link', name, `dev ${name} `);
}

/** A time to live; 0 is `none` in text: inherit, or auto. */
export function showTtl(out: Printer, ttl: number, none: 'inherit' | 'auto', word = 'ttl'): void {
  out.both('ttl', ttl, `${word} ${ttl === 0 ? none : ttl} `);
}

/** A type of service; nothing for 0. */
export function showTos(out: Printer, tos: number | undefined): void {
  if (!tos) return;
  const hex = `0x${tos.toString(16)}`;
  out.both('tos', hex, `tos ${tos === 1 ? 'inherit' : hex} `);
}

/** Nothing for 0. */
export function showNonzeroHex(out: Printer, key: string, value: number | undefined, word = key): void {
  if (!value) return;
  const hex = `0x${value.toString(16)}`;
  out.both(key, hex, `${word} ${hex} `);
}

/** A member that is shown where it is set: true in JSON. */
export function showTrue(out: Printer, set: unknown, key: string, text: string): void {
  if (set) out.both(key, true, text);
}

/** A key, as an IPv4 address. */
export function showKey(out: Printer, word: 'ikey' | 'okey', key: number): void {
  const address = formatIpv4(Uint8Array.of(key >>> 24, key >>> 16, key >>> 8, key), 0);
  out.both(word, address, `${word} ${address} `);
}

interface Encap {
  readonly encapType?: string | number | undefined;
  readonly encapFlags?: readonly (string | number)[] | undefined;
  readonly encapSport?: number | undefined;
  readonly encapDport?: number | undefined;
}

/** UDP around the tunnel; nothing where there is none. */
export function showEncap(out: Printer, { encapType, encapFlags = [], encapSport = 0, encapDport = 0 }: Encap): void {
  if (encapType === undefined || encapType === 'none') return;
  const known = encapType === 'fou' || encapType === 'gue';
  out.openObject('encap');
  out.both('type', known ? encapType : null, `encap ${known ? encapType : 'unknown'} `);
  out.both('sport', encapSport, `encap-sport ${encapSport === 0 ? 'auto' : encapSport} `);
  out.both('dport', encapDport, `encap-dport ${encapDport} `);
  for (const name of ['csum', 'csum6', 'remcsum']) out.both(name, encapFlags.includes(name), `${encapFlags.includes(name) ? '' : 'no'}encap-${name} `);
  out.closeObject();
}
