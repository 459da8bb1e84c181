// A prefix that a router advertised, as `ip monitor prefix` shows it; there is no JSON of it. iproute2: ip/ipprefix.c: print_prefix().

import { AF_INET6, AF_UNSPEC } from '../constants.js';
import type { PrefixMessage } from '../prefix-message.js';
import type { LinkNames } from './link-names.js';
import type { Printer } from './printer.js';

const IF_PREFIX_ONLINK = 1;
const IF_PREFIX_AUTOCONF = 2;
/** The option of an advertisement that tells of a prefix. */
const ND_OPT_PREFIX_INFORMATION = 3;

/** What showing a prefix depends on beside it. */
export interface PrefixContext {
  /** What links are called. */
  readonly names: Pick<LinkNames, 'name'>;
  /** AF_*, as asked for; any by default. */
  readonly family?: number;
}

/** What `ip` says on standard error instead of showing the message; undefined where it shows it, or nothing at all. */
export function prefixComplaint({ family, type }: PrefixMessage, asked = AF_UNSPEC): string | undefined {
  if (asked !== AF_UNSPEC && asked !== AF_INET6) return undefined;
  if (family !== AF_INET6) return `incorrect protocol family: ${family}\n`;
  return type === ND_OPT_PREFIX_INFORMATION ? undefined : `wrong ND type ${type}\n`;
}

/** Writes one line, or nothing where the message is of no such prefix. */
export function showPrefix(out: Printer, prefix: PrefixMessage, { names, family: asked = AF_UNSPEC }: PrefixContext): void {
  const { family, type, address, prefixlen, index, flags, cacheinfo } = prefix;
  if ((asked !== AF_UNSPEC && asked !== AF_INET6) || family !== AF_INET6 || type !== ND_OPT_PREFIX_INFORMATION) return;
  if (address !== undefined) out.text(`prefix ${address}/${prefixlen}`);
  out.text(`dev ${names.name(index)} `);
  if ((flags & IF_PREFIX_ONLINK) !== 0) out.text('onlink ');
  if ((flags & IF_PREFIX_AUTOCONF) !== 0) out.text('autoconf ');
  if (cacheinfo !== undefined) out.text(`valid ${cacheinfo.valid} preferred ${cacheinfo.preferred} `);
  out.text('\n');
}
