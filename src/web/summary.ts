// A message in one line: what the kernel tells as `ip monitor` prints it, what a program asks for as the attributes it sends.

import { plain, summary as values } from '../cli/decode/summary.js';
import { kinds } from '../cli/kinds.js';
import { shownOf } from '../cli/monitor/shows.js';
import type { CapturedMessage, Protocols } from '../netlink/capture/entry.js';
import { NLMSG_DONE, NLMSG_ERROR } from '../netlink/constants.js';
import { errnoName, errnoText } from '../netlink/errno.js';
import type { ErrorBody } from '../netlink/message.js';
import { defaultNames } from '../rtnl/name-tables.js';
import { type LinkNames, unknownLink } from '../rtnl/show/link-names.js';
import { printer } from '../rtnl/show/printer.js';
import { decoded } from './decode.js';
import { type LinkHistory, scopeOf } from './link-history.js';
import type { Recording, Row } from './recording.js';
import { counted, cut } from './text.js';

/** Characters of a summary; the tree has the rest. */
const MAX_LENGTH = 400;

/** What is followed by the index of a link. */
const INDEXES = /\b(index|ifindex|link|master|oif|iif) (\d+)(?=,|$)/g;

/** What links are called when a message passes. */
export function namesFor(links: LinkHistory, { message }: Row): LinkNames {
  const find = (index: number) => links.find(scopeOf(message), index, message.number);
  return {
    name: (index) => (index === 0 ? unknownLink(0) : (find(index)?.name ?? unknownLink(index))),
    flags: (index) => find(index)?.flags,
    type: (index) => find(index)?.type,
  };
}

/** The line of a message. */
export function summary(row: Row, recording: Recording): string {
  return cut(line(row, recording), MAX_LENGTH);
}

function line(row: Row, { links, protocols }: Recording): string {
  const { message, entry } = row;
  const { header } = message;
  if (header === undefined) return damaged(row);
  if (header.type === NLMSG_ERROR) return errorLine(row);
  const what = decoded(message, protocols);
  if (what === undefined) return undecoded(row);
  if (header.type === NLMSG_DONE) {
    const { error } = what.body as { readonly error?: number };
    return error !== undefined && error < 0 ? `list broke off: ${errnoName(-error)} ${errnoText(-error)}` : `end of the list of ${counted(entry.replies, 'object')}`;
  }
  const names = namesFor(links, row);
  const told = message.direction === 'received' ? shown(what, names) : undefined;
  return told ?? (asked(message, what.body, names, protocols) || (entry.kind === 'dump' ? 'all' : 'empty'));
}

function damaged({ message: { errors, body } }: Row): string {
  return errors[0]?.message ?? plain(body);
}

function undecoded({ message }: Row): string {
  const { errors, body } = message;
  if (errors[0] !== undefined) return errors[0].message;
  return body instanceof Uint8Array && body.length === 0 ? counted(0, 'byte') : plain(body);
}

function errorLine({ message, entry }: Row): string {
  const { error } = message.body as ErrorBody;
  if (typeof error !== 'number') return undecoded({ message, entry });
  if (error === 0) return entry.warning?.message === undefined ? 'acknowledged' : `acknowledged, with a warning: ${entry.warning.message}`;
  const path = entry.error?.extendedAck.path;
  const words = entry.error?.message ?? errnoText(-error);
  return `${errnoName(-error)}: ${words}${path === undefined ? '' : ` at ${path.join(' > ')}`}`;
}

/** As `ip monitor` shows it, on one line; undefined for what it shows nothing of. */
function shown(what: { readonly name: string; readonly body: unknown }, names: LinkNames): string | undefined {
  const showing = shownOf(what as Parameters<typeof shownOf>[0], { index: 0, family: 0 });
  if (showing === undefined || showing === 'nothing') return undefined;
  const out = printer();
  showing.show(out, { names, kinds, tables: defaultNames, command: 'monitor' });
  return out.finish().replace(/\s+/g, ' ').trim();
}

/** What a body says, but for zeros in its struct; with the names of links behind their indexes. */
function asked({ name, header, datagram }: CapturedMessage, body: unknown, names: LinkNames, protocols: Protocols): string {
  if (typeof body !== 'object' || body === null || ArrayBuffer.isView(body)) return plain(body);
  const codec = protocols(datagram.family)?.resolve({ name, header: header ?? {}, body })?.body;
  const struct = codec !== undefined && 'header' in codec ? (codec.header as { readonly keys: readonly string[] }).keys : [];
  return values(body, new Set(struct)).replace(INDEXES, (found, _, index) => (names.flags(Number(index)) === undefined ? found : `${found} (${names.name(Number(index))})`));
}
