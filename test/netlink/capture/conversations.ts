// Datagrams made by hand, as recordings have them, and what they are understood as.

import { protocolsWith } from '../../../src/families/families.js';
import { route } from '../../../src/index.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import type { Entry, Protocols, Step } from '../../../src/netlink/capture/entry.js';
import { Understanding } from '../../../src/netlink/capture/understanding.js';
import { concat, u16, u32 } from './captures.js';

const routeAlone: Protocols = (family) => (family === 0 ? route : undefined);

/** A datagram as a recording of nlmon tells it: no socket, no direction. */
export function datagram(bytes: Uint8Array, more: Partial<CapturedDatagram> = {}): CapturedDatagram {
  return { bytes, littleEndian: true, family: 0, offset: 0, fullLength: bytes.length, ...more };
}

/** RTM_GETLINK, RTM_NEWLINK: a message of any type with a port. */
export function told(type: number, flags: number, sequence: number, port: number, body: readonly number[] = new Array(16).fill(0)): Uint8Array {
  return concat(u32(true, 16 + body.length), u16(true, type, flags), u32(true, sequence, port), body);
}

/** NLMSG_ERROR to a request. */
export const answer = (request: Uint8Array, error: number, port: number, sequence: number): Uint8Array =>
  told(2, 0x100, sequence, port, [...u32(true, error >>> 0), ...request.subarray(0, 16)]);

interface Steps {
  readonly steps: Step[];
  readonly entries: Entry[];
}

export const steps = (...datagrams: readonly (Uint8Array | CapturedDatagram)[]): Steps => stepsBy(routeAlone, datagrams);

/** The same where all families are known. */
export const stepsOfFamilies = (...datagrams: readonly (Uint8Array | CapturedDatagram)[]): Steps => stepsBy(protocolsWith(route), datagrams);

function stepsBy(protocols: Protocols, datagrams: readonly (Uint8Array | CapturedDatagram)[]): Steps {
  const understanding = new Understanding({ protocols });
  const all = datagrams.flatMap((one) => understanding.take(one instanceof Uint8Array ? datagram(one) : one)).concat(understanding.end());
  return { steps: all, entries: all.filter(({ begins }) => begins).map(({ entry }) => entry) };
}
