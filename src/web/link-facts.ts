// What is followed of a link, picked out of a message about it: a long recording tells of links a hundred thousand times, and decoding each whole
// would take most of the time of reading it. Numbers and codecs of the attributes are those of the schema.

import { route } from '../index.js';
import type { AttributeCodec, Entry, Schema } from '../netlink/attributes.js';
import { Bytes } from '../netlink/bytes.js';
import type { CapturedMessage } from '../netlink/capture/entry.js';
import type { Codec } from '../netlink/codec.js';
import { DecodeError } from '../netlink/errors.js';
import { NLMSG_HDRLEN } from '../netlink/message.js';
import { eachAttribute, NLA_TYPE_MASK } from '../netlink/nlattr.js';
import { ifinfomsg } from '../rtnl/link.js';

/** What is followed of a link. */
export interface LinkFacts {
  readonly index: number;
  readonly name: string | undefined;
  /** ARPHRD_* */
  readonly type: number;
  /** IFF_* */
  readonly flags: number;
  readonly kind?: string;
  readonly operstate?: string | number;
  readonly address?: string;
  readonly mtu?: number;
  /** The link below, or the other end; in the namespace `linkNetnsid` where that is told. */
  readonly link?: number;
  readonly linkNetnsid?: number;
  readonly master?: number;
}

/** The same as a message has it, with its family. */
export interface ToldLink extends LinkFacts {
  /** AF_* */
  readonly family: number;
}

const { schema } = route.messages.RTM_NEWLINK[1].attributes;

interface Wanted {
  readonly key: keyof LinkFacts;
  readonly codec: Codec<unknown>;
}

/** The attributes that are followed, by number. */
function wanted(from: Schema, keys: Readonly<Record<string, keyof LinkFacts>>): Map<number, Wanted> {
  return new Map(Object.entries(keys).flatMap(([name, key]) => (from[name] === undefined ? [] : [[from[name][1], { key, codec: from[name][2] }] as const])));
}

const PLAIN = wanted(schema, { ifname: 'name', mtu: 'mtu', link: 'link', linkNetnsid: 'linkNetnsid', master: 'master', operstate: 'operstate', address: 'address' });
const [, IFLA_LINKINFO, linkinfo] = schema.linkinfo as Entry;
const INSIDE = wanted((linkinfo as AttributeCodec<Schema>).schema, { kind: 'kind' });

/** What a message tells of a link; undefined where it does not even say which. What is damaged tells as much as comes before. */
export function toldLink({ datagram, header, offset }: CapturedMessage): ToldLink | undefined {
  if (header === undefined) return undefined;
  const start = offset + NLMSG_HDRLEN;
  const end = Math.min(offset + header.length, datagram.bytes.length);
  if (end - start < ifinfomsg.size) return undefined;
  const b = new Bytes(datagram.bytes, datagram.littleEndian);
  const { family, index, type, flags } = ifinfomsg.read(b, start);
  const out = { family, index, type, flags, name: undefined };
  try {
    pick(b, start + ifinfomsg.size, end, PLAIN, out);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return out;
}

function pick(b: Bytes, start: number, end: number, from: ReadonlyMap<number, Wanted>, out: Record<string, unknown>): void {
  eachAttribute(b, start, end, (header, at, length) => {
    const type = header & NLA_TYPE_MASK;
    const one = from.get(type);
    if (one !== undefined) out[one.key] = one.codec.decode(b, at + 4, at + length);
    else if (type === IFLA_LINKINFO && from === PLAIN) pick(b, at + 4, at + length, INSIDE, out);
  });
}
