// Deleting many links. The kernel waits for RCU once a request, some 17 ms, however many links it deletes: so they are put into a
// group of their own and deleted by it. net/core/rtnetlink.c: rtnl_dellink(), rtnl_group_dellink().

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { KernelError } from '../netlink/errors.js';
import { expectWaiting } from '../netlink/expect.js';
import { type Done, done } from './done.js';
import type { LinkKinds } from './kind.js';
import type { AnyLink } from './link.js';
import { linkMessage } from './link-message.js';
import { deleteLinkGroupRequest, deleteLinkRequest, listLinksRequest } from './link-requests.js';
import type { LinkRef } from './links.js';
import { type Listing, list } from './listing.js';
import type { RouteProtocol } from './protocol.js';

/** Fewer are deleted one by one: putting them into a group takes lists of all links. */
const MIN_GROUP = 8;

type Options = Pick<RequestOptions, 'signal'>;
type Outcome = PromiseSettledResult<Done>;
type RouteConversation<K extends LinkKinds> = Conversation<RouteProtocol<K>['messages']>;

/** See Links.deleteAll; `deleteOne` is for those that are not there. */
export async function deleteLinks<K extends LinkKinds>(
  conversation: RouteConversation<K>,
  refs: readonly LinkRef[],
  deleteOne: (link: LinkRef) => Promise<Done>,
  options: Options,
): Promise<Outcome[]> {
  expectWaiting(options);
  const listed = await allLinks(conversation, options);
  const byRef = new Map<LinkRef, AnyLink>(listed.flatMap((link) => [link.index, link.ifname ?? link.index, ...(link.propList ?? [])].map((ref) => [ref, link])));
  const found = refs.map((ref) => byRef.get(ref));
  const links = [...new Set(found.filter((link) => link !== undefined))];
  if (links.length >= MIN_GROUP) await deleteTogether(conversation, links, listed, options);
  // Those that are gone by now are soon answered for; those that are not are deleted by themselves.
  const outcomes = await deleteEach(conversation, links, options);
  const all: Outcome[] = [];
  for (const [i, ref] of refs.entries()) all.push(outcomes.get(found[i] as AnyLink) ?? (await settled(deleteOne(ref))));
  return all;
}

function allLinks<K extends LinkKinds>(conversation: RouteConversation<K>, options: Options): Promise<Listing<AnyLink>> {
  return list(conversation, listLinksRequest({ statistics: false }), options);
}

/** Where it cannot be done each is in the group it was in. */
async function deleteTogether<K extends LinkKinds>(conversation: RouteConversation<K>, links: readonly AnyLink[], listed: readonly AnyLink[], options: Options): Promise<void> {
  const group = unusedGroup(listed);
  const put = (to: (link: AnyLink) => number, how: Options) =>
    conversation.batch(links.map((link) => linkMessage(0, { index: link.index, options: { group: to(link) } })) as never, how);
  const putBack = () => put(({ group: before = 0 }) => before, {});
  try {
    await put(() => group, options);
    const ours = new Set(links.map(({ index }) => index));
    const now = await allLinks(conversation, options);
    if (now.interrupted || now.some((link) => link.group === group && !ours.has(link.index))) await putBack();
    else await conversation.request(deleteLinkGroupRequest(group) as never, options);
  } catch (error) {
    await putBack().catch(() => undefined);
    // What the kernel says of all of them it will say of each.
    if (!(error instanceof KernelError)) throw error;
  }
}

/** One of 2^31 that nobody is in. */
function unusedGroup(listed: readonly AnyLink[]): number {
  const used = new Set(listed.map(({ group }) => group));
  for (;;) {
    const group = (crypto.getRandomValues(new Uint32Array(1))[0] as number) >>> 1;
    if (group !== 0 && !used.has(group)) return group;
  }
}

/** One that was there and is gone was deleted along with another, or by somebody else. */
async function deleteEach<K extends LinkKinds>(conversation: RouteConversation<K>, links: readonly AnyLink[], options: Options): Promise<ReadonlyMap<AnyLink, Outcome>> {
  const outcomes = await conversation.batch(links.map(({ index }) => deleteLinkRequest(index)) as never, options);
  return new Map(
    links.map((link, i) => {
      const outcome = outcomes[i] as (typeof outcomes)[number];
      if (outcome.status === 'fulfilled') return [link, { status: 'fulfilled', value: done(outcome.value.extendedAck) }];
      return [link, (outcome.reason as { code?: unknown }).code === 'ENODEV' ? { status: 'fulfilled', value: {} } : outcome];
    }),
  );
}

async function settled(promise: Promise<Done>): Promise<Outcome> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome;
}
