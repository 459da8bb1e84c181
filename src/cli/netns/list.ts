// `netns list` and `netns list-id`. iproute2: ip/ipnetns.c: netns_list(), netns_list_id().

import { KernelError } from '../../netlink/errors.js';
import { getNsidRequest, listNsidsRequest } from '../../rtnl/nsid-requests.js';
import { showNsid } from '../../rtnl/show/nsid.js';
import { duplicateWord, invalidWord, parseWhole, UsageError, type Words } from '../../rtnl/words.js';
import { INT_MAX } from '../numbers.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { netnsUsage } from './usage.js';

/** Words behind it are passed over. */
export async function listNetns(_: Words, session: Session): Promise<number> {
  const { namespaces } = session;
  const names = namespaces.files.list();
  if (names === undefined) return 0;
  const ids = new Map<string, number>();
  for (const name of names) {
    const id = await namespaces.idOf(name);
    if (typeof id === 'number' && id >= 0) ids.set(name, id);
  }
  await show(session, (out) => {
    for (const name of names) {
      const id = ids.get(name);
      out.openObject();
      out.both('name', name, name);
      if (id !== undefined) out.both('id', id, ` (id: ${id})`);
      out.text('\n');
      out.closeObject();
    }
  });
  return 0;
}

interface Wanted {
  readonly target?: number;
  readonly nsid?: number;
}

export async function listNsids(words: Words, session: Session): Promise<number> {
  const { nsid, target } = readWanted(words);
  const targeted = target === undefined ? {} : { target };
  await session.namespaces.prepare();
  const nameOf = (id: number) => session.namespaces.name(id);
  if (nsid !== undefined) {
    const answer = await session.kernel.ask(getNsidRequest({ nsid, ...targeted }));
    if (answer instanceof KernelError) return 2;
    await show(session, (out) => {
      if (answer.name === 'RTM_NEWNSID') showNsid(out, answer.body, nameOf);
    });
    return 0;
  }
  const messages = await session.kernel.list(listNsidsRequest(targeted));
  const refused = messages instanceof KernelError;
  await show(session, (out) => {
    for (const message of refused ? [] : messages) if (message.name === 'RTM_NEWNSID') showNsid(out, message.body, nameOf);
  });
  if (refused) session.io.stderr('Dump terminated\n');
  return refused ? 1 : 0;
}

function readWanted(words: Words): Wanted {
  const wanted: { target?: number; nsid?: number } = {};
  while (words.left > 0) {
    const word = words.next();
    if (word !== 'target-nsid' && word !== 'nsid') throw new UsageError(netnsUsage);
    const key = word === 'nsid' ? 'nsid' : 'target';
    if (wanted[key] !== undefined) throw duplicateWord(word, word);
    const value = words.next();
    const id = parseWhole(value);
    if (id === undefined || id < -INT_MAX - 1 || id > INT_MAX) throw invalidWord(`"${word}" value is invalid`, value);
    // 6.1 names the word behind the one that is wrong.
    if (id < 0) throw invalidWord(`"${word}" value should be >= 0`, words.peek() ?? '(null)');
    wanted[key] = id;
  }
  return wanted;
}
