// `netns identify`, `netns pids` and `netns monitor`. iproute2: ip/ipnetns.c: netns_identify(), netns_pids(), netns_monitor().

import { errnoText } from '../../netlink/errno.js';
import { SystemError } from '../../netlink/errors.js';
import type { Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { refusal } from './change.js';

export async function identifyNetns(words: Words, { io, options, namespaces }: Session): Promise<number> {
  if (words.left > 1) throw refusal('extra arguments specified');
  const word = words.left === 0 ? undefined : words.next();
  if (word !== undefined && !/^\d*$/.test(word)) throw refusal(`Specified string '${word}' is not a pid`);
  try {
    io.stdout(`${namespaces.files.identify(word === undefined ? undefined : Number(word), options.netns) ?? ''}\n`);
    return 0;
  } catch (error) {
    throw cannotOpen(error);
  }
}

function cannotOpen(error: unknown): unknown {
  return error instanceof SystemError ? refusal(`Cannot open network namespace: ${errnoText(error.errno)}`) : error;
}

export async function pidsOfNetns(words: Words, { io, namespaces }: Session): Promise<number> {
  if (words.left === 0) throw refusal('No netns name specified');
  if (words.left > 1) throw refusal('extra arguments specified');
  try {
    for (const pid of namespaces.files.processes(words.next())) io.stdout(`${pid}\n`);
    return 0;
  } catch (error) {
    throw cannotOpen(error);
  }
}

/** Goes on until the session's signal. A name that comes and one that goes are told alike: which it was is known from what was there. */
export async function monitorNetns(_: Words, { io, namespaces: { files } }: Session): Promise<number> {
  const known = new Set(files.list() ?? []);
  let stop: () => void = () => undefined;
  const ended = new Promise<number>((resolve, reject) => {
    stop = files.watch(
      (name) => {
        const gone = known.delete(name);
        if (!gone) known.add(name);
        io.stdout(`${gone ? 'delete' : 'add'} ${name}\n`);
      },
      (error) => {
        if (!(error instanceof SystemError)) return reject(error);
        io.stderr(`read failed: ${errnoText(error.errno)}\n`);
        resolve(1);
      },
    );
    const end = () => resolve(typeof io.signal?.reason === 'number' ? io.signal.reason : 0);
    if (io.signal?.aborted) end();
    else io.signal?.addEventListener('abort', end, { once: true });
  });
  return ended.finally(() => stop());
}
