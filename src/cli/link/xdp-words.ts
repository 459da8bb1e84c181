// `xdp off`: takes the program of a link away. Programs are not loaded here. iproute2: ip/iplink_xdp.c: xdp_parse().

import type { AnyLink } from '../../rtnl/link.js';
import { incomplete, UsageError } from '../../rtnl/words.js';
import type { LinkRequest } from './request.js';

/** XDP_FLAGS_* of if_link.h. */
const UPDATE_IF_NOEXIST = 1 << 0;
const MODES: Readonly<Record<string, number>> = { xdp: 0, xdpgeneric: 1 << 1, xdpdrv: 1 << 2, xdpoffload: 1 << 3 };

/** IFLA_XDP for the words behind `word`. Throws UsageError for all but `off` and `none`. */
export async function readXdp({ words, session, dev }: LinkRequest, word: string): Promise<NonNullable<AnyLink['xdp']>> {
  const what = words.next();
  if (word === 'xdpoffload' && (dev === undefined || (await session.names.indexOf(dev)) === 0)) throw incomplete();
  if (words.left > 0 || (what !== 'off' && what !== 'none')) throw new UsageError(`${word} ${what}: only off, as the last word, is understood.\n`);
  const flags = (session.options.force ? 0 : UPDATE_IF_NOEXIST) | (MODES[word] ?? 0);
  return { fd: -1, ...(flags !== 0 && { flags }) };
}
