// The words that say what a link shall be: `link add`, `set`, `change`, `replace`, `delete`, and veth's peer.
// iproute2: ip/iplink.c: iplink_parse().

import type { LinkFields } from '../../rtnl/link-message.js';
import { garbageWord, invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import { hardwareAddressLength } from '../hardware-address.js';
import { isAlternativeName } from '../link-cache.js';
import type { Session } from '../session.js';
import { linkUsage } from '../usage.js';
import { LinkRequest } from './request.js';
import { wordReader } from './word-readers.js';

export interface ReadLink {
  readonly fields: LinkFields;
  /** What stands behind `type`, where reading stopped. */
  readonly type?: string;
}

/** `Cannot find device "eth9"` */
export function noDevice(name: string, exitCode = 1): UsageError {
  return new UsageError(`Cannot find device "${name}"\n`, exitCode);
}

/** Reads up to `type KIND`, or to the end. Look-ups of names are sent as the words come. Throws UsageError. */
export async function readLink(words: Words, session: Session, family: number, creating: boolean): Promise<ReadLink> {
  const request = new LinkRequest(session, family, words);
  while (words.left > 0 && request.type === undefined) {
    const word = words.next();
    const read = wordReader(word);
    if (read !== undefined) await read(request, word);
    else readDevice(request, word);
  }
  return finish(request, creating);
}

/** A word that is no option is the link's name, with or without `dev` before it. */
function readDevice(request: LinkRequest, word: string): void {
  if (matches(word, 'help')) throw new UsageError(linkUsage);
  const dev = word === 'dev' ? request.words.next() : word;
  if (request.dev === undefined ? request.name !== undefined : !request.devIsName) throw garbageWord('dev', dev);
  if (!isAlternativeName(dev)) throw invalidWord('"dev" not a valid ifname', dev);
  request.dev = dev;
  request.devIsName = false;
}

async function finish(request: LinkRequest, creating: boolean): Promise<ReadLink> {
  const { words, session, index, group } = request;
  const name = request.name ?? request.dev;
  const dev = request.dev ?? request.name;
  const rest = request.type === undefined ? {} : { type: request.type };
  if (dev !== undefined && request.addressLength > 0 && !creating) await checkAddressLength(request, dev);
  if (index !== 0 && !creating && !request.movesNamespace) {
    throw new UsageError('index can be used only when creating devices or when moving device to another netns.\n');
  }
  if (group !== undefined && dev === undefined) {
    if (words.left > 0) throw garbage(words.next());
    if (creating) throw new UsageError('group cannot be used when creating devices.\n');
    return { fields: request.fields() };
  }
  if (creating) {
    if (name !== dev) throw new UsageError('both "name" and "dev" cannot be used when creating devices.\n');
    const link = request.link === undefined ? undefined : await session.names.indexOf(request.link);
    if (link === 0) throw noDevice(request.link as string);
    return { fields: { ...request.fields(), index, ...(link !== undefined && { link }), ...(name !== undefined && { name }) }, ...rest };
  }
  if (dev === undefined) throw new UsageError('Not enough information: "dev" argument is required.\n');
  const found = await session.names.indexOf(dev);
  if (found === 0) throw noDevice(dev);
  if (index !== 0) request.attributes.add('newIfindex', index);
  return { fields: { ...request.fields(), index: found, ...(name !== undefined && name !== dev && { name }) }, ...rest };
}

export function garbage(word: string, exitCode = 255): UsageError {
  return new UsageError(`Garbage instead of arguments "${word} ...". Try "ip link help".\n`, exitCode);
}

/** An address must be as long as the one the link has. */
async function checkAddressLength({ session, family, addressLength }: LinkRequest, dev: string): Promise<void> {
  const length = await hardwareAddressLength(session, family, dev);
  if (length !== undefined && length !== addressLength) {
    throw new UsageError(`Invalid address length ${addressLength} - must be ${length} bytes\n`, 1);
  }
}
