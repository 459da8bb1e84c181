// The token of a link as `ip token` shows it. iproute2: ip/iptoken.c: print_token().

import type { Token } from '../tokens.js';
import type { LinkNames } from './link-names.js';
import type { Printer } from './printer.js';

/** What showing a token depends on beside it. */
export interface TokenContext {
  /** What links are called. */
  readonly names: Pick<LinkNames, 'name'>;
}

/** Writes one token; in JSON, as an object. */
export function showToken(out: Printer, { index, token }: Token, { names }: TokenContext): void {
  const dev = names.name(index);
  out.openObject();
  out.text('token ');
  out.both('token', token, token, 'inet6');
  out.text(' dev ');
  out.both('ifname', dev, `${dev}\n`, 'ifname');
  out.closeObject();
}
