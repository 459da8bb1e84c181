// Kinds that take no options. The kernel sends no IFLA_INFO_DATA for them and ignores what is in it.

import { attributes } from '../../netlink/attributes.js';
import type { Value } from '../../netlink/codec.js';
import type { Words } from '../words.js';

export const noData = attributes({});

/** `ip` passes over all words after such a kind without reading them, and then sends IFLA_INFO_DATA with nothing in it. */
export async function noDataWords(words: Words): Promise<Value<typeof noData> | undefined> {
  return words.rest().length > 0 ? {} : undefined;
}
