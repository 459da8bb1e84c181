// The encapsulations of few options: RPL, ILA, BPF programs, XFRM. include/uapi/linux/rpl_iptunnel.h, ila.h, lwtunnel.h;
// net/ipv6/rpl_iptunnel.c, net/ipv6/ila/ila_lwt.c, net/core/lwt_bpf.c, net/xfrm/xfrm_interface_core.c.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, type Codec, expectLength, u8, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import { string } from '../../netlink/text.js';
import { rplHeader } from './srh.js';

/** RPL_IPTUNNEL_*. */
export const rplEncap = flaggedAttributes(() => ({ srh: ['RPL_IPTUNNEL_SRH', 1, rplHeader] }));

/** What it decodes to. */
export type RplEncap = Value<typeof rplEncap>;

/** Sends packets along an RPL source route. The kernel needs CONFIG_IPV6_RPL_LWTUNNEL, else it answers EOPNOTSUPP. */
export interface RplEncapSpec {
  readonly type: 'rpl';
  /** IPv6 addresses in the order in which they are visited. */
  readonly segments: readonly string[];
}

/** The attribute for the options. */
export const rplEncapOf = ({ segments }: RplEncapSpec): RplEncap => ({ srh: { segments: [...segments] } });

/** Half an IPv6 address, `2001:db8:0:1`. */
const address64: Codec<string> = {
  type: '64 bits of an IPv6 address',
  decode(b, start, end) {
    expectLength(start, end, 8, 'half an address');
    return [0, 2, 4, 6].map((at) => b.view.getUint16(start + at, false).toString(16)).join(':');
  },
  encode(w, value: unknown) {
    const words = typeof value === 'string' && /^([0-9a-f]{1,4}:){3}[0-9a-f]{1,4}$/i.test(value) ? value.split(':') : undefined;
    if (words === undefined) throw new EncodeError(`${told(value)} is no four words of an address`);
    const at = w.reserve(8);
    for (const [i, word] of words.entries()) w.view.setUint16(at + 2 * i, Number.parseInt(word, 16), false);
  },
};

/** ILA_CSUM_*, as `ip` spells them. */
export const ilaCsumMode = enumeration(u8, { 'adj-transport': 0, 'neutral-map': 1, 'no-action': 2, 'neutral-map-auto': 3 });
/** ILA_ATYPE_*, as `ip` spells them. */
export const ilaIdentType = enumeration(u8, { iid: 0, luid: 1, 'virt-v4': 2, 'virt-uni-v6': 3, 'virt-multi-v6': 4, 'nonlocal-addr': 5, 'use-format': 32 });
/** ILA_HOOK_ROUTE_*, as `ip` spells them. */
export const ilaHookType = enumeration(u8, { output: 0, input: 1 });

/** ILA_ATTR_*. */
export const ilaEncap = flaggedAttributes(() => ({
  locator: ['ILA_ATTR_LOCATOR', 1, address64],
  pad: ['ILA_ATTR_PAD', 6, bytes],
  csumMode: ['ILA_ATTR_CSUM_MODE', 7, ilaCsumMode],
  identType: ['ILA_ATTR_IDENT_TYPE', 8, ilaIdentType],
  hookType: ['ILA_ATTR_HOOK_TYPE', 9, ilaHookType],
}));

/** What it decodes to. */
export type IlaEncap = Value<typeof ilaEncap>;

/** Translates the upper half of IPv6 addresses. The kernel needs module ila, else it answers EOPNOTSUPP. */
export interface IlaEncapSpec {
  readonly type: 'ila';
  /** The upper half of an IPv6 address, `2001:db8:0:1`. */
  readonly locator: string;
  /** How the checksum is kept right. */
  readonly csumMode?: keyof typeof ilaCsumMode.names;
  readonly identType?: 'luid' | 'use-format';
  /** Where packets are translated: `output` by default. */
  readonly hookType?: keyof typeof ilaHookType.names;
}

/** The attribute for the options. */
export const ilaEncapOf = ({ locator, csumMode, identType, hookType }: IlaEncapSpec): IlaEncap => ({
  locator,
  ...(csumMode !== undefined && { csumMode }),
  ...(identType !== undefined && { identType }),
  ...(hookType !== undefined && { hookType }),
});

const bpfProgram = flaggedAttributes(() => ({
  /** In a request only: the kernel tells the name. */
  fd: ['LWT_BPF_PROG_FD', 1, u32],
  name: ['LWT_BPF_PROG_NAME', 2, string],
}));

/** LWT_BPF_*. */
export const bpfEncap = flaggedAttributes(() => ({
  in: ['LWT_BPF_IN', 1, bpfProgram],
  out: ['LWT_BPF_OUT', 2, bpfProgram],
  xmit: ['LWT_BPF_XMIT', 3, bpfProgram],
  /** Bytes a program of `xmit` may add. */
  xmitHeadroom: ['LWT_BPF_XMIT_HEADROOM', 4, u32],
}));

/** What it decodes to. */
export type BpfEncap = Value<typeof bpfEncap>;

/** A program that is loaded already, by a descriptor of it; and what it is to be called. */
export interface BpfProgramRef {
  readonly fd: number;
  /** At most 255 bytes. */
  readonly name: string;
}

/** Has BPF programs look at packets. The kernel needs CONFIG_LWTUNNEL_BPF, else it answers EOPNOTSUPP. */
export interface BpfEncapSpec {
  readonly type: 'bpf';
  /** For what comes in, of type BPF_PROG_TYPE_LWT_IN. */
  readonly in?: BpfProgramRef;
  /** For what goes out, of type BPF_PROG_TYPE_LWT_OUT. */
  readonly out?: BpfProgramRef;
  /** Before what goes out is sent, of type BPF_PROG_TYPE_LWT_XMIT. */
  readonly xmit?: BpfProgramRef;
  /** Bytes a program of `xmit` may add, 1 to 256. */
  readonly headroom?: number;
}

/** The attribute for the options. */
export function bpfEncapOf(spec: BpfEncapSpec): BpfEncap {
  const out: BpfEncap = {};
  for (const hook of ['in', 'out', 'xmit'] as const) {
    const program = spec[hook];
    if (program !== undefined) out[hook] = { fd: program.fd, name: program.name };
  }
  if (spec.headroom !== undefined) out.xmitHeadroom = spec.headroom;
  return out;
}

/** LWT_XFRM_*. */
export const xfrmEncap = flaggedAttributes(() => ({
  ifId: ['LWT_XFRM_IF_ID', 1, u32],
  /** Index of the underlying link. */
  link: ['LWT_XFRM_LINK', 2, u32],
}));

/** What it decodes to. */
export type XfrmEncap = Value<typeof xfrmEncap>;

/** Gives packets to an xfrm interface in external mode. Kernel 6.2. */
export interface XfrmEncapSpec {
  readonly type: 'xfrm';
  /** Which states and policies apply; not 0. */
  readonly ifId: number;
  /** Index of the underlying link. */
  readonly link?: number;
}

/** The attribute for the options. */
export const xfrmEncapOf = ({ ifId, link }: XfrmEncapSpec): XfrmEncap => ({ ifId, ...(link !== undefined && { link }) });
