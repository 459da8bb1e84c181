// `nexthop bucket list` and `get`. iproute2: ip/ipnexthop.c: ipnh_bucket_list(), ipnh_bucket_get().

import { KernelError } from '../../netlink/errors.js';
import type { Nexthop } from '../../rtnl/nexthop.js';
import { showNexthopBucket } from '../../rtnl/show/nexthop.js';
import { UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { nexthopUsage } from './usage.js';
import { type NexthopSelector, nexthopId, readLinkSelector, unknownWord } from './words.js';

/** `nexthop bucket list`; resolves to the exit code. Throws UsageError. */
export async function listBuckets(words: Words, session: Session): Promise<number> {
  const selector: NexthopSelector = {};
  let id = 0;
  let nhid = 0;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'id') id = nexthopId(words.next());
    else if (word === 'nhid') nhid = nexthopId(words.next());
    else if (!(await readLinkSelector(selector, word, words, session))) throw unknownWord(word);
  }
  const body: Partial<Nexthop> = { family: session.options.family };
  if (selector.dev !== undefined) body.oif = selector.dev;
  if (selector.master !== undefined) body.master = selector.master;
  if (id !== 0) body.id = id;
  if (nhid !== 0) body.resBucket = { nhid };
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETNEXTHOPBUCKET', header: {}, body });
  await showBuckets(messages, session, error === undefined);
  if (error === undefined) return 0;
  session.io.stderr('Dump terminated\n');
  return 2;
}

async function showBuckets(messages: readonly RouteMessage[], session: Session, whole = true): Promise<void> {
  await show(
    session,
    (out) => {
      for (const message of messages) if (message.name === 'RTM_NEWNEXTHOPBUCKET') showNexthopBucket(out, message.body);
    },
    session.options.json,
    whole,
  );
}

/** `nexthop bucket get`; resolves to the exit code. Throws UsageError. */
export async function getBucket(words: Words, session: Session): Promise<number> {
  let id = 0;
  let index: number | undefined;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'id') id = nexthopId(words.next());
    else if (word === 'index') index = wholeNumber(words.next(), 'invalid bucket index value', 0xffff);
    else throw new UsageError(nexthopUsage);
  }
  if (id === 0 || index === undefined) throw new UsageError(nexthopUsage);
  const answer = await session.kernel.ask({ name: 'RTM_GETNEXTHOPBUCKET', header: {}, body: { family: session.options.family, id, resBucket: { index } } });
  if (answer instanceof KernelError) return 2;
  await showBuckets([answer], session);
  return 0;
}
