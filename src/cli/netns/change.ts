// `netns add`, `attach`, `delete` and `set`. iproute2: ip/ipnetns.c: netns_add(), netns_delete(), netns_set().

import { errnoText } from '../../netlink/errno.js';
import { KernelError, SystemError } from '../../netlink/errors.js';
import { NamingError } from '../../netlink/socket/named.js';
import { NETNS_DIRECTORY } from '../../netlink/socket/namespace.js';
import { setNsidRequest } from '../../rtnl/nsid-requests.js';
import { invalidWord, parseWhole, UsageError, type Words } from '../../rtnl/words.js';
import { INT_MAX } from '../numbers.js';
import type { Session } from '../session.js';

/** What is refused with a sentence and code 1. */
export const refusal = (text: string): UsageError => new UsageError(`${text}\n`, 1);

export async function addNetns(words: Words, { namespaces }: Session): Promise<number> {
  if (words.left === 0) throw refusal('No netns name specified');
  const name = words.next();
  try {
    await namespaces.files.create(name);
    return 0;
  } catch (error) {
    throw told(error, name, '/proc/self/ns/net');
  }
}

export async function attachNetns(words: Words, { namespaces }: Session): Promise<number> {
  if (words.left < 2) throw refusal('No netns name and PID specified');
  const name = words.next();
  const word = words.next();
  const pid = parseWhole(word);
  if (pid === undefined || pid === 0 || pid > INT_MAX || pid < -INT_MAX - 1) throw refusal(`Invalid PID: ${word}`);
  try {
    await namespaces.files.attach(name, pid);
    return 0;
  } catch (error) {
    throw told(error, name, `/proc/${pid}/ns/net`);
  }
}

/** The step that failed, in `ip`'s words. */
function told(error: unknown, name: string, source: string): unknown {
  if (!(error instanceof SystemError)) return error;
  const why = errnoText(error.errno);
  const path = `${NETNS_DIRECTORY}/${name}`;
  switch (error instanceof NamingError ? error.step : 'bind') {
    case 'directory':
      return refusal(`mkdir ${NETNS_DIRECTORY} failed: ${why}`);
    case 'lock':
      return refusal(`Cannot open netns runtime directory "${NETNS_DIRECTORY}": ${why}`);
    case 'share':
      return refusal(`mount --make-shared ${NETNS_DIRECTORY} failed: ${why}`);
    case 'bind directory':
      return refusal(`mount --bind ${NETNS_DIRECTORY} ${NETNS_DIRECTORY} failed: ${why}`);
    case 'namespace':
      return refusal(`Failed to create a new network namespace "${name}": ${why}`);
    case 'bind':
      return refusal(`Bind ${source} -> ${path} failed: ${why}`);
    default:
      return refusal(`Cannot create namespace file "${path}": ${why}`);
  }
}

export async function deleteNetns(words: Words, { options, namespaces, io }: Session): Promise<number> {
  if (words.left === 0 && !options.all) throw refusal('No netns name specified');
  const names = options.all ? (namespaces.files.list() ?? []) : [words.next()];
  for (const name of names) {
    try {
      namespaces.files.delete(name);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      // All that failed before is that it could not be unmounted: what is mounted cannot be removed.
      const why = error.syscall === 'umount2' ? 'Device or resource busy' : errnoText(error.errno);
      io.stderr(`Cannot remove namespace file "${NETNS_DIRECTORY}/${name}": ${why}\n`);
      return options.all ? 0 : 1;
    }
  }
  return 0;
}

export async function setNetns(words: Words, session: Session): Promise<number> {
  if (words.left === 0) throw refusal('No netns name specified');
  if (words.left === 1) throw refusal('No nsid specified');
  const name = words.next();
  const word = words.next();
  const nsid = word === 'auto' ? 'auto' : parseWhole(word);
  if (nsid === undefined || (nsid !== 'auto' && (nsid > INT_MAX || nsid < -INT_MAX - 1))) throw invalidWord('Invalid "netnsid" value', word);
  if (nsid !== 'auto' && nsid < 0) throw invalidWord('"netnsid" value should be >= 0', word);
  const fd = session.namespaces.descriptor(name);
  if (fd === undefined) throw refusal(`Cannot open network namespace "${name}": No such file or directory`);
  return (await session.kernel.change(setNsidRequest({ fd }, nsid))) instanceof KernelError ? 2 : 0;
}
