// Options of a router advertisement that are for programs, such as name servers: RTM_NEWNDUSEROPT, struct nduseroptmsg and the
// attributes NDUSEROPT_*. include/uapi/linux/rtnetlink.h; net/ipv6/ndisc.c: ndisc_ra_useropt().

import { ipv6 } from '../netlink/address.js';
import { type Attributes, attributes } from '../netlink/attributes.js';
import type { BodyCodec } from '../netlink/body.js';
import { align4 } from '../netlink/bytes.js';
import { EncodeError } from '../netlink/errors.js';
import { __s32, __u8, __u16, __u32, type StructCodec, struct } from '../netlink/struct.js';

/** What RTM_NEWNDUSEROPT begins with. */
export const nduseroptmsg = struct('nduseroptmsg', {
  family: __u8,
  pad1: __u8,
  /** Bytes of the options that follow. */
  optsLen: __u16,
  /** Index of the link. */
  index: __s32,
  /** 134, a router advertisement. */
  icmpType: __u8,
  icmpCode: __u8,
  pad2: __u16,
  pad3: __u32,
});

const set = attributes({
  /** The router. */
  srcaddr: ['NDUSEROPT_SRCADDR', 1, ipv6],
});

const KEYS: readonly string[] = [...nduseroptmsg.keys, 'options'];
const FIELDS: ReadonlySet<string> = new Set(KEYS);

/** Options of a router advertisement. */
export type UserOptions = Omit<ReturnType<(typeof nduseroptmsg)['read']>, 'tail'> &
  Attributes<(typeof set)['schema']> & {
    /** The options as they came: type, length in units of 8 bytes, data. */
    options: Uint8Array;
  };

/** The options stand between the struct and the attributes, which `body` knows nothing of. */
export const nduseroptBody: BodyCodec<UserOptions> = {
  type: nduseroptmsg.name,
  header: nduseroptmsg as StructCodec<unknown>,
  attributes: set as never,
  decode(b, start, end) {
    const at = start + nduseroptmsg.size;
    const header = nduseroptmsg.decode(b, start, Math.min(at, end)) as Record<string, unknown>;
    const stop = Math.min(end, at + (header.optsLen as number));
    const out = { ...header, options: b.array.slice(Math.min(at, end), stop) };
    const attributesAt = Math.min(end, at + align4(header.optsLen as number));
    return set.decodeAfter(out, KEYS, b, attributesAt, end) as UserOptions;
  },
  encode(w, value) {
    const options = value.options ?? new Uint8Array();
    if (!(options instanceof Uint8Array)) throw new EncodeError('options is a Uint8Array');
    nduseroptmsg.write(w, { ...value, optsLen: value.optsLen ?? options.length });
    w.bytes(options);
    w.reserve(align4(w.length) - w.length);
    set.encodeFrom(w, value as Record<string, unknown>, FIELDS);
  },
  dissect(b, start, end) {
    const { optsLen } = nduseroptmsg.decode(b, start, Math.min(start + nduseroptmsg.size, end));
    const at = start + nduseroptmsg.size + align4(optsLen);
    return at < end ? set.dissect(b, at, end) : [];
  },
};
