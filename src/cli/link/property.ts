// `link property add` and `del`: alternative names. iproute2: ip/iplink.c: iplink_prop().

import { KernelError } from '../../netlink/errors.js';
import { altnameRequest } from '../../rtnl/link-requests.js';
import { garbageWord, invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import type { RouteRequest } from '../kernel.js';
import { isAlternativeName } from '../link-cache.js';
import type { Session } from '../session.js';
import { linkUsage } from '../usage.js';
import { noDevice } from './words.js';

/** Resolves to the exit code. Throws UsageError. */
export async function linkProperty(words: Words, session: Session): Promise<number> {
  const operator = words.left > 0 ? words.next() : 'help';
  const change = matches(operator, 'add') ? 'add' : matches(operator, 'del') ? 'delete' : undefined;
  if (change === undefined) throw new UsageError(matches(operator, 'help') ? linkUsage : 'Operator required\n');
  const { dev, names } = readNames(words);
  if (dev === undefined) throw new UsageError('Not enough of information: "dev" argument is required.\n');
  const index = await session.names.indexOf(dev);
  if (index === 0) throw noDevice(dev);
  const request = altnameRequest(change, index, names);
  const replies = await session.kernel.change({ ...request, body: { family: session.options.family, ...request.body } } as RouteRequest);
  return replies instanceof KernelError ? 2 : 0;
}

function readNames(words: Words): { readonly dev: string | undefined; readonly names: readonly string[] } {
  const names: string[] = [];
  let dev: string | undefined;
  while (words.left > 0) {
    const word = words.next();
    if (matches(word, 'altname')) {
      const name = words.next();
      if (!isAlternativeName(name)) throw invalidWord('not a valid altname', name);
      names.push(name);
    } else if (matches(word, 'help')) {
      throw new UsageError(linkUsage);
    } else {
      const name = word === 'dev' ? words.next() : word;
      if (dev !== undefined) throw garbageWord('dev', name);
      if (!isAlternativeName(name)) throw invalidWord('"dev" not a valid ifname', name);
      dev = name;
    }
  }
  return { dev, names };
}
