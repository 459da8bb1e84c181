// `netns identify`, `netns pids` and `netns monitor`. iproute2: ip/ipnetns.c: netns_identify(), netns_pids(), netns_monitor().

import { mkdirSync, watch } from 'node:fs';
import { errnoText } from '../../netlink/errno.js';
import { SystemError } from '../../netlink/errors.js';
import { identifyNamed, processesIn } from '../../netlink/socket/named.js';
import { NETNS_DIRECTORY } from '../../netlink/socket/namespace.js';
import type { Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { refusal } from './change.js';

export async function identifyNetns(words: Words, { io, options }: Session): Promise<number> {
  if (words.left > 1) throw refusal('extra arguments specified');
  const word = words.left === 0 ? undefined : words.next();
  if (word !== undefined && !/^\d*$/.test(word)) throw refusal(`Specified string '${word}' is not a pid`);
  // Where -n leads to is where `ip` would be.
  const own = options.netns === undefined ? '/proc/self/ns/net' : `${NETNS_DIRECTORY}/${options.netns}`;
  try {
    io.stdout(`${identifyNamed(word === undefined ? own : `/proc/${word}/ns/net`) ?? ''}\n`);
    return 0;
  } catch (error) {
    throw cannotOpen(error);
  }
}

function cannotOpen(error: unknown): unknown {
  return error instanceof SystemError ? refusal(`Cannot open network namespace: ${errnoText(error.errno)}`) : error;
}

export async function pidsOfNetns(words: Words, { io }: Session): Promise<number> {
  if (words.left === 0) throw refusal('No netns name specified');
  if (words.left > 1) throw refusal('extra arguments specified');
  try {
    for (const pid of processesIn(`${NETNS_DIRECTORY}/${words.next()}`)) io.stdout(`${pid}\n`);
    return 0;
  } catch (error) {
    throw cannotOpen(error);
  }
}

/** Goes on until the session's signal. A name that comes and one that goes are told alike: which it was is known from what was there. */
export async function monitorNetns(_: Words, { io, namespaces }: Session): Promise<number> {
  try {
    mkdirSync(NETNS_DIRECTORY, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw refusal(`mkdir ${NETNS_DIRECTORY} failed: ${errnoText(-((error as NodeJS.ErrnoException).errno ?? 0))}`);
  }
  const watcher = watch(NETNS_DIRECTORY);
  const known = new Set(namespaces.files.list() ?? []);
  return new Promise((resolve) => {
    const stop = () => {
      watcher.close();
      resolve(typeof io.signal?.reason === 'number' ? io.signal.reason : 0);
    };
    watcher.on('change', (kind, file) => {
      if (kind !== 'rename') return;
      const name = String(file);
      const gone = known.delete(name);
      if (!gone) known.add(name);
      io.stdout(`${gone ? 'delete' : 'add'} ${name}\n`);
    });
    watcher.on('error', (error: NodeJS.ErrnoException) => {
      io.stderr(`read failed: ${errnoText(-(error.errno ?? 0))}\n`);
      watcher.close();
      resolve(1);
    });
    if (io.signal?.aborted) stop();
    else io.signal?.addEventListener('abort', stop, { once: true });
  });
}
