// What replaying rtnetlink must know: which requests only ask, which differences between ours and iproute2 6.1's are
// wanted, and that any link of a recording can answer a look-up.

import { align4, Bytes, Writer } from '../netlink/bytes.js';
import { NLM_F_DUMP, NLM_F_MULTI, NLMSG_ERROR } from '../netlink/constants.js';
import type { Dissection } from '../netlink/dissection.js';
import { ENODEV } from '../netlink/errno-numbers.js';
import { DecodeError } from '../netlink/errors.js';
import { type Bodies, dissectMessages, eachMessage, NLMSG_HDRLEN, nlmsghdr, type Protocol, toBytes } from '../netlink/message.js';
import type { ReplayRules } from '../netlink/replay.js';
import { RTEXT_FILTER_SKIP_STATS, RTM_GETLINK, RTM_NEWLINK } from './constants.js';
import { type AnyLink, linkBody } from './link.js';

interface Parsed {
  readonly type: number;
  readonly flags: number;
  readonly link: AnyLink | undefined;
}

/** The rules for replaying recordings of this protocol. */
export function replayRules(protocol: Protocol<Bodies>): ReplayRules {
  const body = linkBody({});

  function parse(message: Uint8Array, littleEndian: boolean): Parsed {
    const b = new Bytes(message, littleEndian);
    const { type, flags } = nlmsghdr.read(b, 0) as { type: number; flags: number };
    const holdsLink = type >= RTM_NEWLINK && type < RTM_NEWLINK + 4;
    try {
      return { type, flags, link: holdsLink ? body.decode(b, NLMSG_HDRLEN, message.length) : undefined };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return { type, flags, link: undefined };
    }
  }

  return {
    /** RTM_GET*: the third of each group of four. */
    asks: (message, littleEndian) => parse(message, littleEndian).type % 4 === 2,

    /** iproute2 6.1 asks the kernel whether it knows RTM_NEWLINK by an empty one. */
    optional(message, littleEndian) {
      const { type, link } = parse(message, littleEndian);
      return type === RTM_NEWLINK && message.length === 32 && link?.index === 0;
    },

    /**
     * IFLA_INFO_KIND goes out with its NUL since iproute2 6.19, and dumps that show no statistics ask for none since 6.15:
     * both are as today's, whichever was recorded. Descriptors are numbers of the process that recorded. Behind an attribute of odd length iproute2 sends whatever is there.
     */
    normalise(request, littleEndian) {
      const message = withoutDescriptors(request, protocol, littleEndian);
      const { type, flags, link } = parse(message, littleEndian);
      if (link === undefined) return withoutPadding(message, protocol, littleEndian);
      // A copy forgets what only the original bytes told.
      const same = link.linkinfo === undefined ? link : { ...link, linkinfo: { ...link.linkinfo } };
      if (type === RTM_GETLINK && (flags & NLM_F_DUMP) === NLM_F_DUMP && same.extMask !== undefined) same.extMask |= RTEXT_FILTER_SKIP_STATS;
      const w = new Writer(littleEndian);
      w.bytes(message.subarray(0, NLMSG_HDRLEN));
      body.encode(w, same);
      w.view.setUint32(0, w.length, littleEndian);
      return w.finish();
    },

    answer(message, received, littleEndian) {
      const { type, flags, link: wanted } = parse(message, littleEndian);
      if (type !== RTM_GETLINK || (flags & NLM_F_DUMP) === NLM_F_DUMP || wanted === undefined) return undefined;
      const name = wanted.ifname ?? wanted.altIfname;
      for (const reply of received) {
        const { type, link } = parse(reply, littleEndian);
        if (type !== RTM_NEWLINK || link === undefined) continue;
        if (name === undefined ? link.index !== wanted.index : link.ifname !== name && !link.propList?.includes(name)) continue;
        const out = reply.slice();
        const view = new DataView(out.buffer);
        view.setUint16(6, view.getUint16(6, littleEndian) & ~NLM_F_MULTI, littleEndian);
        return [out];
      }
      return [noSuchLink(message, littleEndian)];
    },

    explain(message, littleEndian) {
      const lines: string[] = [];
      const walk = ({ name, length, value, children }: Dissection, indent: string): void => {
        lines.push(`${indent}${name} (${length} bytes)${children === undefined ? ` ${format(value)}` : ''}`);
        for (const child of children ?? []) walk(child, `${indent}  `);
      };
      const b = toBytes(message, { byteOrder: littleEndian ? 'little' : 'big' });
      eachMessage(b, ({ flags }) => lines.push(`flags 0x${flags.toString(16)}`));
      for (const node of dissectMessages(protocol, b)) walk(node, '');
      return lines.join('\n');
    },
  };
}

const DESCRIPTORS: ReadonlySet<string> = new Set(['IFLA_NET_NS_FD', 'NETNSA_FD']);

/** A copy with 0 in place of each open file, where there is one. */
function withoutDescriptors(message: Uint8Array, protocol: Protocol<Bodies>, littleEndian: boolean): Uint8Array {
  let out = message;
  const walk = ({ name, offset, length, children = [] }: Dissection): void => {
    if (DESCRIPTORS.has(name)) {
      if (out === message) out = message.slice();
      out.fill(0, offset + 4, offset + length);
    }
    for (const child of children) walk(child);
  };
  try {
    for (const node of dissectMessages(protocol, toBytes(message, { byteOrder: littleEndian ? 'little' : 'big' }))) walk(node);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return out;
}

/** A copy whose attributes are padded with zeros. */
function withoutPadding(message: Uint8Array, protocol: Protocol<Bodies>, littleEndian: boolean): Uint8Array {
  const out = message.slice();
  const walk = ({ offset, length, children = [] }: Dissection): void => {
    out.fill(0, offset + length, offset + align4(length));
    for (const child of children) walk(child);
  };
  for (const node of dissectMessages(protocol, toBytes(message, { byteOrder: littleEndian ? 'little' : 'big' }))) walk(node);
  return out;
}

function format(value: unknown): string {
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)) ?? '';
}

function noSuchLink(request: Uint8Array, littleEndian: boolean): Uint8Array {
  const w = new Writer(littleEndian);
  nlmsghdr.write(w, { length: NLMSG_HDRLEN + 4 + request.length, type: NLMSG_ERROR });
  const at = w.reserve(4);
  w.view.setInt32(at, -ENODEV, littleEndian);
  w.bytes(request);
  return w.finish();
}
