// The next hops of a multipath route: RTA_MULTIPATH, an array of struct rtnexthop, each with attributes of its own.
// include/uapi/linux/rtnetlink.h; net/ipv4/fib_semantics.c: fib_add_nexthop(), net/mpls/af_mpls.c.

import { ip } from '../netlink/address.js';
import { type Attributes, attributes } from '../netlink/attributes.js';
import { align4, type Bytes } from '../netlink/bytes.js';
import type { Codec } from '../netlink/codec.js';
import { u32 } from '../netlink/codec.js';
import { type Dissection, withCodec } from '../netlink/dissection.js';
import { DecodeError, EncodeError } from '../netlink/errors.js';
import { __s32, __u8, __u16, type Struct, struct } from '../netlink/struct.js';
import { routeEncapLines } from './encap/encap.js';
import { mplsLabels } from './encap/mpls.js';
import { rtvia } from './via.js';

/** `len` counts struct and attributes; it is filled in when encoding. */
export const rtnexthop = struct('rtnexthop', {
  len: __u16,
  /** RTNH_F_*. */
  flags: __u8,
  /** The weight less one; the time to live of a multicast route's output. */
  hops: __u8,
  /** Of the link; 0 for none. */
  ifindex: __s32,
});

/** What stands inside a struct rtnexthop. */
export const nexthopAttributes = attributes(() => ({
  /** The gateway, of the route's family. */
  gateway: ['RTA_GATEWAY', 5, ip],
  /** Realms, from in the upper 16 bits, to in the lower. */
  flow: ['RTA_FLOW', 11, u32],
  /** The gateway where it is of another family than the route. */
  via: ['RTA_VIA', 18, rtvia],
  /** The labels that take the place of an MPLS route's own. */
  newdstLabels: ['RTA_NEWDST', 19, mplsLabels],
  ...routeEncapLines,
}));

/** One next hop. */
export type RouteNexthop = Omit<Struct<{ flags: typeof __u8; hops: typeof __u8; ifindex: typeof __s32 }>, 'tail'> & Attributes<typeof nexthopAttributes.schema>;

const FIELDS = ['flags', 'hops', 'ifindex'] as const;
const EXCEPT: ReadonlySet<string> = new Set(FIELDS);
const NAME = 'rtnexthop';

/** All of the struct but its length. */
const fields = (b: Bytes, at: number) => ({ flags: b.view.getUint8(at + 2), hops: b.view.getUint8(at + 3), ifindex: b.view.getInt32(at + 4, b.littleEndian) });

const nexthop = nexthopAttributes.behind({
  keys: FIELDS,
  size: rtnexthop.size,
  read: fields,
  reread(out, b, start) {
    Object.assign(out, fields(b, start));
    return true;
  },
  wordAt: (word) => rtnexthop.wordAt(word),
});

/** Calls `visit` for each of them; returns whether bytes were left over that are no next hop. */
function eachNexthop(b: Bytes, start: number, end: number, visit: (at: number, length: number) => void): boolean {
  let at = start;
  while (end - at >= rtnexthop.size) {
    const length = b.view.getUint16(at, b.littleEndian);
    if (length < rtnexthop.size || length > end - at) throw new DecodeError('ERR_NETLINK_BOUNDS', `next hop claims ${length} bytes, ${end - at} are left`, at);
    visit(at, length);
    at += align4(length);
  }
  return at !== end;
}

/** RTA_MULTIPATH. */
export const nexthops: Codec<RouteNexthop[]> = {
  type: 'list of struct rtnexthop',
  decode(b, start, end) {
    const out: RouteNexthop[] = [];
    let inexact = false;
    b.enter(start);
    const left = eachNexthop(b, start, end, (at, length) => {
      const errors = b.errors.length;
      try {
        out.push(nexthop.decode(b, at, at + length) as RouteNexthop);
      } catch (error) {
        throw error instanceof DecodeError ? error.within(NAME) : error;
      }
      for (let i = errors; i < b.errors.length; i++) b.errors[i]?.within(NAME);
      inexact ||= length % 4 !== 0;
    });
    b.leave();
    b.inexact = inexact || left;
    return out;
  },
  encode(w, values: unknown) {
    if (!Array.isArray(values)) throw new EncodeError('expected a list of next hops');
    for (const value of values as RouteNexthop[]) {
      const start = w.length;
      try {
        rtnexthop.write(w, value);
        nexthopAttributes.encodeFrom(w, value, EXCEPT);
      } catch (error) {
        throw error instanceof EncodeError ? error.within(NAME) : error;
      }
      const length = w.length - start;
      if (length > 0xffff) throw new EncodeError(`next hop of ${length} bytes, 65535 is the most its length field can say`);
      w.view.setUint16(start, length, w.littleEndian);
    }
  },
  dissect(b, start, end) {
    const out: Dissection[] = [];
    eachNexthop(b, start, end, (at, length) => {
      const node = { name: NAME, type: 0, flags: b.view.getUint8(at + 2), offset: at, length, payload: rtnexthop.type };
      out.push(withCodec({ ...node, children: nexthopAttributes.dissect(b, at + rtnexthop.size, at + length) }, nexthopAttributes));
    });
    return out;
  },
};
