// `netconf`. iproute2: ip/ipnetconf.c: do_ipnetconf(), do_show().

import { errnoText } from '../../netlink/errno.js';
import { KernelError } from '../../netlink/errors.js';
import { AF_INET, AF_INET6, AF_UNSPEC } from '../../rtnl/constants.js';
import { showNetconf } from '../../rtnl/show/netconf.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';

const usage = 'Usage: ip netconf show [ dev STRING ]\n';

/** Resolves to the exit code. Throws UsageError. */
export async function netconf(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showNetconfs(words, session);
  const word = words.next();
  if (words.peek() === '--help') throw new UsageError(usage, 0, true);
  if (['show', 'lst', 'list'].some((name) => matches(word, name))) return showNetconfs(words, session);
  throw new UsageError(matches(word, 'help') ? usage : `Command "${word}" is unknown, try "ip netconf help".\n`);
}

/** Words it does not know are passed over, as `ip` does. */
async function showNetconfs(words: Words, session: Session): Promise<number> {
  const { family } = session.options;
  let index = 0;
  while (words.left > 0) {
    if (words.next() !== 'dev') continue;
    const dev = words.next();
    index = await session.names.indexOf(dev);
    if (index === 0) throw new UsageError(`Device "${dev}" does not exist.\n`, 1);
  }
  if (index !== 0 && family !== AF_UNSPEC) return showOne(index, family, session);
  const error = await list(index, family, session);
  if (error === undefined) return 0;
  // Old kernels list each family by itself.
  const failed = error.code !== 'EOPNOTSUPP' || family !== AF_UNSPEC ? error : ((await list(index, AF_INET, session)) ?? (await list(index, AF_INET6, session)));
  if (failed === undefined) return 0;
  session.io.stderr(`RTNETLINK answers: ${errnoText(failed.errno)}\nDump terminated\n`);
  return 1;
}

/** Its output has no JSON, and a refusal is nothing to tell of. */
async function showOne(index: number, family: number, session: Session): Promise<number> {
  const replies = await session.kernel.change({ name: 'RTM_GETNETCONF', header: {}, body: { family, ifindex: index } }, true);
  if (!(replies instanceof KernelError)) await showMessages(replies, { index, family }, session, false, true);
  return 0;
}

async function list(index: number, family: number, session: Session): Promise<KernelError | undefined> {
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETNETCONF', header: {}, body: { family } }, undefined, true);
  await showMessages(messages, { index, family }, session, session.options.json, error === undefined);
  return error;
}

async function showMessages(
  messages: readonly RouteMessage[],
  { index, family }: { readonly index: number; readonly family: number },
  session: Session,
  json: boolean,
  whole: boolean,
): Promise<void> {
  await show(
    session,
    (out, names) => {
      for (const { name, body } of messages) {
        if (name !== 'RTM_NEWNETCONF' || (family !== AF_UNSPEC && family !== body.family)) continue;
        if (index === 0 || index === (body.ifindex ?? 0)) showNetconf(out, body, { names });
      }
    },
    json,
    whole,
  );
}
