// The filter: words that must all hold, `-` before one that must not. FILTER_HELP is its documentation on the page.

import { familyName } from '../cli/decode/families.js';
import { NLMSG_MIN_TYPE } from '../netlink/constants.js';
import { addressFamily } from './address-families.js';
import { decoded, hasErrors } from './decode.js';
import { scopeOf } from './link-history.js';
import type { Recording, Row } from './recording.js';

/** One word of a filter: true of a row if any of its values is. */
interface Term {
  readonly field: Field | 'text';
  /** In lower case. */
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** What matching looks at. */
export interface FilterContext {
  readonly recording: Recording;
  /** The row's line in the list, in lower case. */
  text(row: Row): string;
}

type Test = (row: Row, value: string, context: FilterContext) => boolean;

/** What the page says of each word. */
export const FILTER_HELP: readonly (readonly [example: string, means: string])[] = [
  ['macvlan1', 'Free text, anywhere in the line of a message. Quote it if it has spaces: "mtu 1500".'],
  ['type:newlink', 'Part of the name of the message, or its number. type:newaddr,deladdr takes either.'],
  ['link:eth0', 'About the link or naming it, by name or index. veth* takes all that begin so.'],
  ['port:4711', 'Of the socket with this netlink port, or with this name in the recording.'],
  ['family:inet6', 'Address family (inet, inet6, bridge, mpls) or netlink family (route, generic, netfilter…).'],
  ['error', 'Refused requests, and messages that do not decode. error:EEXIST takes one reason.'],
  ['is:request', 'request, reply, notification, dump, damaged, sent or received.'],
  ['seq:1668', 'With this sequence number.'],
  ['nsid:0', 'From the namespace with this id.'],
  ['-type:done', 'Not this.'],
];

const FIELDS = {
  type: ({ message: { name, header } }, value) => (/^\d+$/.test(value) ? header?.type === Number(value) : glob(`*${value}*`).test(name.toLowerCase())),
  link: (row, value, { recording }) => isAboutLink(row, value, recording),
  port: ({ message: { header, datagram }, entry }, value) =>
    [entry.port, header?.portId].some((port) => port !== undefined && String(port) === value) || datagram.socket?.toLowerCase() === value,
  family: (row, value) => isOfFamily(row, value),
  error: (row, value, { recording }) => hasError(row, value, recording),
  is: (row, value) => isOf(row, value),
  seq: ({ message: { header } }, value) => String(header?.sequence) === value,
  nsid: ({ message: { datagram } }, value) => String(datagram.nsid) === value,
} satisfies Record<string, Test>;

type Field = keyof typeof FIELDS;

/** Splits at spaces outside of quotes; what is no field is text, addresses with colons among it. */
export function parseFilter(text: string): Term[] {
  const out: Term[] = [];
  for (const [, minus, word = ''] of text.matchAll(/(-?)((?:"[^"]*"?|[^\s"])+)/g)) {
    const [, name = '', rest] = /^([a-z]+)(?::(.*))?$/is.exec(word) ?? [];
    const field = name.toLowerCase();
    const negated = minus !== '';
    if (field === 'error' && rest === undefined) out.push({ field, values: [''], negated });
    else if (rest !== undefined && Object.hasOwn(FIELDS, field)) out.push({ field: field as Field, values: rest === '' ? [] : rest.split(',').map(plain), negated });
    else out.push({ field: 'text', values: [plain(negated && word === '' ? '-' : word)], negated });
  }
  // A field still being typed says nothing yet.
  return out.filter(({ values }) => values.length > 0);
}

const plain = (word: string): string => word.replaceAll('"', '').toLowerCase();

/** Whether every term holds. */
export function matches(terms: readonly Term[], row: Row, context: FilterContext): boolean {
  return terms.every(({ field, values, negated }) => {
    const test: Test = field === 'text' ? (_, value) => context.text(row).includes(value) : FIELDS[field];
    return values.some((value) => test(row, value, context)) !== negated;
  });
}

/** A pattern in which `*` stands for anything. */
function glob(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');
}

/** Acknowledgements, errors and the end of a list are about what their request is about. */
function isAboutLink({ message, entry }: Row, value: string, { links, protocols }: Recording): boolean {
  const of = message.header !== undefined && message.header.type < NLMSG_MIN_TYPE ? (entry.request ?? message) : message;
  const what = decoded(of, protocols);
  if (what === undefined) return false;
  const { indexes, names } = linksIn(what.body);
  if (/^\d+$/.test(value)) return indexes.has(Number(value));
  const scope = scopeOf(of);
  for (const index of indexes) {
    const name = links.find(scope, index, of.number)?.name;
    if (name !== undefined) names.add(name);
  }
  const wanted = glob(value);
  return [...names].some((name) => wanted.test(name.toLowerCase()));
}

const INDEX_KEYS = ['index', 'ifindex', 'oif', 'iif', 'link', 'master'] as const;
const NAME_KEYS = ['ifname', 'altIfname', 'label', 'iifname', 'oifname'] as const;

/** The links that a body names, by index or by name. */
function linksIn(body: unknown): { readonly indexes: Set<number>; readonly names: Set<string> } {
  const indexes = new Set<number>();
  const names = new Set<string>();
  if (typeof body === 'object' && body !== null) {
    const fields = body as Readonly<Record<string, unknown>>;
    for (const key of INDEX_KEYS) {
      const value = fields[key];
      if (typeof value === 'number' && value !== 0) indexes.add(value);
    }
    for (const key of NAME_KEYS) {
      const value = fields[key];
      if (typeof value === 'string') names.add(value);
    }
    if (Array.isArray(fields.propList)) for (const name of fields.propList) if (typeof name === 'string') names.add(name);
    if (Array.isArray(fields.multipath)) for (const hop of fields.multipath as { readonly ifindex?: number }[]) if (hop?.ifindex !== undefined) indexes.add(hop.ifindex);
  }
  return { indexes, names };
}

function isOfFamily({ message }: Row, value: string): boolean {
  const { family } = message.datagram;
  if (familyName(family) === value || String(family) === value) return true;
  const wanted = addressFamily(value);
  if (wanted === undefined || family !== 0 || message.header === undefined || message.header.type < NLMSG_MIN_TYPE) return false;
  // Every body of rtnetlink begins with the family.
  return message.bytes[16] === wanted;
}

function hasError({ message, entry }: Row, value: string, { protocols }: Recording): boolean {
  const refused = entry.error !== undefined && (message === entry.request || message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE');
  if (value !== '') return refused && (entry.error?.code.toLowerCase() === value || String(entry.error?.errno) === value);
  return refused || hasErrors(message, protocols);
}

function isOf({ message, entry }: Row, value: string): boolean {
  switch (value) {
    case 'request':
      return message === entry.request;
    case 'reply':
      return (entry.kind === 'request' || entry.kind === 'dump' || entry.kind === 'orphan') && message !== entry.request;
    case 'sent':
    case 'received':
      return message.direction === value;
    default:
      return entry.kind === value;
  }
}
