// `token`. iproute2: ip/iptoken.c.

import { formatIp } from '../../netlink/address.js';
import { KernelError } from '../../netlink/errors.js';
import { AF_INET6, IFF_LOOPBACK, IFF_NOARP } from '../../rtnl/constants.js';
import type { AnyLink } from '../../rtnl/link.js';
import { showToken } from '../../rtnl/show/token.js';
import { type Token, tokenOf } from '../../rtnl/tokens.js';
import { invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import { readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';

const usage = 'Usage: ip token [ list | set | del | get ] [ TOKEN ] [ dev DEV ]\n';

type Command = (words: Words, session: Session) => Promise<number>;

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['list', list],
  ['lst', list],
  ['show', list],
  ['set', (words, session) => set(words, session, false)],
  ['add', (words, session) => set(words, session, false)],
  ['delete', (words, session) => set(words, session, true)],
  ['get', list],
];

/** Resolves to the exit code. Throws UsageError. */
export async function token(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return list(words, session);
  const word = words.next();
  if (words.peek() === '--help') throw new UsageError(usage, 0, true);
  const command = COMMANDS.find(([name]) => matches(word, name))?.[1];
  if (command !== undefined) return command(words, session);
  throw new UsageError(matches(word, 'help') ? usage : `Command "${word}" is unknown, try "ip token help".\n`);
}

async function indexOf(dev: string, { names }: Session): Promise<number> {
  const index = await names.indexOf(dev);
  if (index === 0) throw invalidWord('dev is invalid\n', dev);
  return index;
}

/** Words before `dev` and behind its value are passed over, as `ip` does. */
async function list(words: Words, session: Session): Promise<number> {
  let index = 0;
  while (words.left > 0 && index === 0) if (words.next() === 'dev') index = await indexOf(words.next(), session);
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETLINK', header: {}, body: { family: AF_INET6 } });
  const links = messages.flatMap((message) => (message.name === 'RTM_NEWLINK' ? [message.body as AnyLink] : []));
  for (const link of links) session.names.remember(link);
  const { tokens, complaint } = tokensOf(links, index);
  await show(session, (out, names) => {
    for (const one of tokens) showToken(out, one, { names });
  });
  if (error === undefined && complaint === undefined) return 0;
  session.io.stderr(`${complaint ?? ''}Dump terminated\n`);
  return 1;
}

/** Those of the links that can have one, up to the first that has no IPv6, which ends the list. */
function tokensOf(links: readonly AnyLink[], wanted: number): { readonly tokens: readonly Token[]; readonly complaint?: string } {
  const tokens: Token[] = [];
  for (const link of links) {
    const { family, index, flags } = link;
    if (family !== AF_INET6 || index === 0 || (wanted > 0 && index !== wanted) || (flags & (IFF_LOOPBACK | IFF_NOARP)) !== 0) continue;
    if (link.protinfoInet6 === undefined) return { tokens, complaint: '' };
    const found = tokenOf(link);
    if (found === undefined) return { tokens, complaint: "Seems there's no support for IPv6 token!\n" };
    tokens.push(found);
  }
  return { tokens };
}

/** The first token and the first link count. */
async function set(words: Words, session: Session, deleting: boolean): Promise<number> {
  let bytes: Uint8Array | undefined = deleting ? new Uint8Array(16) : undefined;
  let index: number | undefined;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'dev') {
      const dev = words.next();
      index ??= await indexOf(dev, session);
    } else {
      if (matches(word, 'help')) throw new UsageError(usage);
      bytes ??= readPrefix(word, AF_INET6).bytes;
    }
  }
  if (bytes === undefined) throw new UsageError('Not enough information: token is required.\n', 1);
  if (index === undefined) throw new UsageError('Not enough information: "dev" argument is required.\n', 1);
  // `any` has no bytes.
  const inet6 = bytes.length === 0 ? { '#7': { flags: 0, payload: bytes } } : { token: formatIp(bytes) };
  const replies = await session.kernel.change({ name: 'RTM_SETLINK', header: {}, body: { family: AF_INET6, index, afSpec: { inet6 } } } as never);
  return replies instanceof KernelError ? 2 : 0;
}
