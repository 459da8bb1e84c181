// Words that several tunnels have: the ends, the device, time to live, mark. iproute2: ip/link_*.c.

import { formatIp } from '../../netlink/address.js';
import type { Codec } from '../../netlink/codec.js';
import type { KindContext } from '../kind-command.js';
import { wholeNumber } from '../words.js';
import { specified } from './gre-settings.js';
import { deviceWord } from './option-values.js';
import type { Read, Reading } from './option-words.js';
import { kindError } from './word-values.js';

/** An end of the tunnel; undefined for any. Throws UsageError. */
function endWord({ words, context }: Reading, family: number): string | undefined {
  const { bytes } = context.address(words.next(), family);
  return bytes.length === 0 ? undefined : specified(formatIp(bytes));
}

interface Ends extends Reading {
  readonly settings: { local: string | undefined; remote: string | undefined };
}

/** An end of the tunnel, into the settings. */
export const readEnd =
  (key: 'local' | 'remote', family: number): Read<Ends> =>
  (reading) => {
    reading.settings[key] = endWord(reading, family);
  };

export const readLink: Read<Reading & { readonly settings: { link: number } }> = async (reading) => {
  reading.settings.link = await deviceWord(reading);
};

/** `inherit` is 0. Throws UsageError with `why`. */
export const readTtl =
  (why: string): Read<Reading & { readonly settings: { ttl: number } }> =>
  ({ settings, words }) => {
    const word = words.next();
    settings.ttl = word === 'inherit' ? 0 : wholeNumber(word, why, 0xff);
  };

export const readFwmark: Read<Reading & { readonly settings: { fwmark: number } }> = ({ settings, words }) => {
  settings.fwmark = wholeNumber(words.next(), 'invalid fwmark\n');
};

export const readExternal: Read<Reading & { readonly settings: { external: boolean } }> = ({ settings }) => {
  settings.external = true;
};

/**
 * What the link to be changed has; undefined for one that is made. Throws UsageError where the kernel does not tell, or
 * tells of ends of another family.
 */
export async function existingTunnel<Data extends { local?: string; remote?: string }>(data: Codec<Data>, context: KindContext, is6: boolean): Promise<Data | undefined> {
  if (context.adding) return undefined;
  const found = await context.existing(data);
  const wrong = [found?.local, found?.remote].some((end) => end !== undefined && end.includes(':') !== is6);
  if (found === undefined || wrong) throw kindError('Failed to get existing tunnel info.\n');
  return found;
}
