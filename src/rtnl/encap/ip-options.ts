// LWTUNNEL_IP_OPTS: what a Geneve, VXLAN or ERSPAN header holds beside the tunnel's id. include/uapi/linux/lwtunnel.h;
// net/ipv4/ip_tunnel_core.c: ip_tun_parse_opts(), ip_tun_fill_encap_opts().

import { type Attributes, flaggedAttributes } from '../../netlink/attributes.js';
import type { Bytes, Writer } from '../../netlink/bytes.js';
import { be16, be32, bytes, type Codec, u8, u32, type Value } from '../../netlink/codec.js';
import type { Dissection } from '../../netlink/dissection.js';
import { DecodeError, EncodeError } from '../../netlink/errors.js';
import { eachAttribute, NLA_F_NESTED, NLA_TYPE_MASK } from '../../netlink/nlattr.js';

const GENEVE = 1;
const VXLAN = 2;
const ERSPAN = 3;

const geneve = flaggedAttributes(() => ({
  /** Who defined the option: RFC 8926. */
  class: ['LWTUNNEL_IP_OPT_GENEVE_CLASS', 1, be16],
  type: ['LWTUNNEL_IP_OPT_GENEVE_TYPE', 2, u8],
  /** A multiple of 4 bytes, at most 124. */
  data: ['LWTUNNEL_IP_OPT_GENEVE_DATA', 3, bytes],
}));

const vxlan = flaggedAttributes(() => ({
  /** Group policy: its 32 bits as the header has them. */
  gbp: ['LWTUNNEL_IP_OPT_VXLAN_GBP', 1, u32],
}));

const erspan = flaggedAttributes(() => ({
  ver: ['LWTUNNEL_IP_OPT_ERSPAN_VER', 1, u8],
  /** Of version 1: port index. */
  index: ['LWTUNNEL_IP_OPT_ERSPAN_INDEX', 2, be32],
  /** Of version 2: direction, 0 ingress, 1 egress. */
  dir: ['LWTUNNEL_IP_OPT_ERSPAN_DIR', 3, u8],
  /** Of version 2: hardware id. */
  hwid: ['LWTUNNEL_IP_OPT_ERSPAN_HWID', 4, u8],
}));

/** What it decodes to. */
export type GeneveOption = Value<typeof geneve>;
/** What it decodes to. */
export type VxlanOption = Value<typeof vxlan>;
/** What it decodes to. */
export type ErspanOption = Value<typeof erspan>;

/** What the attribute holds: options of one protocol, Geneve's over and over. */
export interface TunnelOptions {
  geneve?: GeneveOption[];
  vxlan?: VxlanOption;
  erspan?: ErspanOption;
}

const CODECS = { [GENEVE]: geneve, [VXLAN]: vxlan, [ERSPAN]: erspan } as const;
const NAMES: Readonly<Record<number, string>> = { [GENEVE]: 'LWTUNNEL_IP_OPTS_GENEVE', [VXLAN]: 'LWTUNNEL_IP_OPTS_VXLAN', [ERSPAN]: 'LWTUNNEL_IP_OPTS_ERSPAN' };

/**
 * A request has a nest for each Geneve option; the kernel tells all of them in one nest, class, type and data of the first,
 * then of the second. Both decode alike, and what came the kernel's way goes back the kernel's way.
 */
export const tunnelOptions: Codec<TunnelOptions> = {
  type: 'tunnel options',
  flags: NLA_F_NESTED,
  decode(b, start, end) {
    const out: TunnelOptions = {};
    b.enter(start);
    eachAttribute(b, start, end, (header, at, length) => {
      const type = header & NLA_TYPE_MASK;
      const payload = [b, at + 4, at + length] as const;
      if (type === GENEVE) {
        out.geneve ??= [];
        for (const option of geneveOptions(...payload)) out.geneve.push(option);
      } else if (type === VXLAN) out.vxlan = vxlan.decode(...payload);
      else if (type === ERSPAN) out.erspan = erspan.decode(...payload);
      else throw new DecodeError('ERR_NETLINK_BOUNDS', `attribute ${type} in tunnel options`, at);
    });
    b.leave();
    b.inexact = true;
    return out;
  },
  encode(w, value: unknown) {
    if (typeof value !== 'object' || value === null) throw new EncodeError('expected an object with geneve, vxlan or erspan');
    const options = value as TunnelOptions;
    if (options.geneve !== undefined && !Array.isArray(options.geneve)) throw new EncodeError('expected a list').within('geneve');
    for (const option of options.geneve ?? []) nest(w, GENEVE, geneve, option);
    if (options.vxlan !== undefined) nest(w, VXLAN, vxlan, options.vxlan);
    if (options.erspan !== undefined) nest(w, ERSPAN, erspan, options.erspan);
  },
  dissect(b, start, end) {
    const out: Dissection[] = [];
    eachAttribute(b, start, end, (header, at, length) => {
      const type = header & NLA_TYPE_MASK;
      const codec = type === GENEVE || type === VXLAN || type === ERSPAN ? CODECS[type] : undefined;
      const base = { name: NAMES[type] ?? `#${type}`, type, flags: header & ~NLA_TYPE_MASK, offset: at, length, payload: codec?.type ?? bytes.type };
      if (codec === undefined) out.push({ ...base, value: b.array.subarray(at + 4, at + length) });
      else out.push({ ...base, children: codec.dissect(b, at + 4, at + length) });
    });
    return out;
  },
};

function nest<T>(w: Writer, type: number, codec: Codec<T>, value: T): void {
  const mark = w.beginAttribute(type | NLA_F_NESTED);
  codec.encode(w, value);
  w.endAttribute(mark);
}

/** The options of one nest: each starts where a type comes that the one before has already. */
function geneveOptions(b: Bytes, start: number, end: number): GeneveOption[] {
  const seen = new Set<number>();
  const starts: number[] = [];
  eachAttribute(b, start, end, (header, at) => {
    const type = header & NLA_TYPE_MASK;
    if (starts.length === 0 || seen.has(type)) {
      starts.push(at);
      seen.clear();
    }
    seen.add(type);
  });
  return starts.map((from, i): Attributes<typeof geneve.schema> => geneve.decode(b, from, starts[i + 1] ?? end));
}
