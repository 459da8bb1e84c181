// From an offset in a request to the attribute that stands there, by name: what an extended ACK points at.

import type { Bytes } from './bytes.js';
import { type Dissection, nameInside } from './dissection.js';
import { DecodeError } from './errors.js';
import type { ExtendedAck, ExtendedAckAttributes } from './extack.js';
import { type Bodies, dissectMessages, type Protocol } from './message.js';

/** From the message down to the deepest attribute that `offset` is in; empty where the bytes are no message. */
function nodesAt<P extends Bodies>(protocol: Protocol<P>, request: Bytes, offset: number): Dissection[] {
  const out: Dissection[] = [];
  try {
    let nodes: readonly Dissection[] | undefined = dissectMessages(protocol, request);
    while (nodes !== undefined) {
      const inside: Dissection | undefined = nodes.find((node) => offset >= node.offset && offset < node.offset + node.length);
      if (inside !== undefined) out.push(inside);
      nodes = inside?.children;
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return out;
}

/** `['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_KIND']` for an offset into a request; undefined where nothing stands there. */
export function attributePath<P extends Bodies>(protocol: Protocol<P>, request: Bytes, offset: number): string[] | undefined {
  const nodes = nodesAt(protocol, request, offset);
  return nodes.length === 0 ? undefined : nodes.map(({ name }) => name);
}

/** The same for an attribute that is missing: its number, and where the nest starts that it should be in; undefined for the message itself. */
export function missingPath<P extends Bodies>(protocol: Protocol<P>, request: Bytes, nest: number | undefined, type: number): string[] | undefined {
  const nodes = nodesAt(protocol, request, nest ?? 0);
  const holder = nodes.at(-1);
  return holder === undefined ? undefined : [...nodes.map(({ name }) => name), nameInside(holder, type)];
}

/** An extended ACK with its offsets resolved against the request it is about. */
export function resolvedAck<P extends Bodies>(
  protocol: Protocol<P>,
  request: Bytes,
  { offset, missingType, missingNest, message, policy, cookie }: ExtendedAckAttributes,
): ExtendedAck {
  const path = offset === undefined ? undefined : attributePath(protocol, request, offset);
  const missing = missingType === undefined ? undefined : missingPath(protocol, request, missingNest, missingType);
  return {
    ...(message !== undefined && { message }),
    ...(offset !== undefined && { offset }),
    ...(path !== undefined && { path }),
    ...(policy !== undefined && { policy }),
    ...(missing !== undefined && { missing }),
    ...(cookie !== undefined && { cookie }),
  };
}
