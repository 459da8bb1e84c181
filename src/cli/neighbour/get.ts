// `neighbour get`: the entry for one address. It has no JSON. iproute2: ip/ipneigh.c: ipneigh_get().

import { KernelError } from '../../netlink/errors.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_UNSPEC } from '../../rtnl/constants.js';
import { type Neighbour, NTF_PROXY, neighbourBody } from '../../rtnl/neighbour.js';
import { showNeighbour } from '../../rtnl/show/neighbour.js';
import { duplicateWord, garbageWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import { noDevice } from '../link/words.js';
import { readAddress } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { addDst } from './modify.js';
import { neighbourUsage } from './usage.js';

/** Resolves to the exit code. Throws UsageError. */
export async function getNeighbour(words: Words, session: Session): Promise<number> {
  let dev: string | undefined;
  let dst: { readonly family: number; readonly bytes: Uint8Array } | undefined;
  let flags = 0;
  while (words.left > 0) {
    let word = words.next();
    if (word === 'dev') {
      dev = words.next();
      continue;
    }
    const proxy = matches(word, 'proxy');
    if (proxy || word === 'to') word = words.next();
    if (matches(word, 'help')) throw new UsageError(neighbourUsage);
    if (dst !== undefined) throw proxy ? duplicateWord('address', word) : garbageWord('to', word);
    dst = readAddress(word, session.options.family);
    if (proxy) flags |= NTF_PROXY;
  }
  if ((dev === undefined && flags === 0) || dst === undefined || dst.family === AF_UNSPEC) throw new UsageError('Device and address are required arguments.\n', 1);
  const attributes = new AttributeList<Neighbour>(neighbourBody.attributes.schema, () => session.littleEndian);
  addDst(attributes, dst.bytes);
  const index = dev === undefined ? 0 : await session.names.indexOf(dev);
  if (dev !== undefined && index === 0) throw noDevice(dev);
  const answer = await session.kernel.ask({ name: 'RTM_GETNEIGH', header: {}, body: { family: dst.family, index, flags, ...attributes.object() } });
  if (answer instanceof KernelError) return 2;
  await show(
    session,
    (out, names) => {
      if (answer.name === 'RTM_NEWNEIGH') showNeighbour(out, answer.body, { names, tables: session.tables, littleEndian: session.littleEndian });
    },
    false,
  );
  return 0;
}
