// Small recordings for the viewer's tests: messages as exchange lines, read as the page reads them.

import { type ByteOrder, decodeDatagram, encodeDatagram, type RtnlMessage } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import { NLM_F_ACK, NLM_F_ACK_TLVS, NLM_F_CAPPED, NLM_F_DUMP, NLM_F_MULTI, NLM_F_REQUEST } from '../../src/netlink/constants.js';
import type { ExtendedAckAttributes } from '../../src/netlink/extack.js';
import { Viewer } from '../../src/web/viewer.js';

/** A message as tests write it: name, body, and of the header what matters. */
export interface Written {
  readonly name: string;
  readonly body: unknown;
  readonly header?: { readonly flags?: number; readonly sequence?: number; readonly portId?: number };
}

/** A datagram of an exchange. */
export interface Line {
  readonly dir: 'tx' | 'rx';
  readonly sock?: number;
  readonly nsid?: number;
  readonly nl_groups?: number;
  readonly messages: readonly Written[];
}

function encoded(messages: readonly Written[], byteOrder: ByteOrder): Uint8Array {
  const full = messages.map((message) => ({ ...message, header: { flags: 0, sequence: 0, portId: 0, ...message.header } }));
  return encodeDatagram(full as unknown as RtnlMessage[], { byteOrder });
}

/** Lines of a recording. */
export function exchange(lines: readonly Line[], byteOrder: ByteOrder = 'little'): string {
  return lines.map(({ messages, sock = 0, ...line }) => `${JSON.stringify({ ...line, sock, byteOrder, hex: toHex(encoded(messages, byteOrder)) })}\n`).join('');
}

/** A link as the kernel tells it. */
export function link(index: number, ifname: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { family: 0, type: 1, index, flags: 0x11043, change: 0, ifname, mtu: 1500, operstate: 'up', ...more };
}

/** A list of links, with its request and its end. */
export function list(sequence: number, links: readonly Record<string, unknown>[]): Line[] {
  const header = { sequence, portId: 7, flags: NLM_F_MULTI };
  return [
    { dir: 'tx', messages: [{ name: 'RTM_GETLINK', body: { family: 0 }, header: { sequence, flags: NLM_F_REQUEST | NLM_F_DUMP } }] },
    { dir: 'rx', messages: links.map((body) => ({ name: 'RTM_NEWLINK', body, header })) },
    { dir: 'rx', messages: [{ name: 'NLMSG_DONE', body: { error: 0 }, header }] },
  ];
}

/** A request and what the kernel answers: 0, or a negative errno; and what it says beside. */
export function request(sequence: number, name: string, body: unknown, error = 0, extendedAck?: ExtendedAckAttributes): Line[] {
  const asked: Written = { name, body, header: { sequence, flags: NLM_F_REQUEST | NLM_F_ACK } };
  const bytes = encoded([asked], 'little');
  const [{ header }] = decodeDatagram(bytes, { byteOrder: 'little' }) as [RtnlMessage];
  const told = { error, request: header, ...(extendedAck !== undefined && { extendedAck }) };
  const flags = extendedAck === undefined ? NLM_F_CAPPED : NLM_F_CAPPED | NLM_F_ACK_TLVS;
  return [
    { dir: 'tx', messages: [asked] },
    { dir: 'rx', messages: [{ name: 'NLMSG_ERROR', body: told, header: { sequence, portId: 7, flags } }] },
  ];
}

/** What the kernel tells on its own. */
export const notice = (name: string, body: unknown, more: Partial<Line> = {}): Line => ({ dir: 'rx', nl_groups: 1, messages: [{ name, body }], ...more });

/** A page's state that has read this. */
export async function viewing(recording: string | Uint8Array): Promise<Viewer> {
  const viewer = new Viewer(queueMicrotask);
  await viewer.read('test', typeof recording === 'string' ? new TextEncoder().encode(recording) : recording);
  return viewer;
}
