// What labs left behind that did not come to their end, or were told to keep it.

import { netns } from '../../index.js';
import { identity } from '../../netlink/socket/named.js';
import { PREFIX } from './host.js';

const { readdirSync } = process.getBuiltinModule('node:fs');

/** Removes the namespaces of labs that run no more, and says which. Rejects with SystemError. */
export async function clean(): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await netns.list()) {
    const pid = name.startsWith(PREFIX) ? /^(\d+)-/.exec(name.slice(PREFIX.length))?.[1] : undefined;
    if (pid === undefined || isHeld(`/proc/${pid}/fd`, name)) continue;
    await netns.delete(name);
    removed.push(name);
  }
  return removed;
}

/** Whether that process has it open, as a lab that runs has all of its own: another process may have got the same id. */
function isHeld(descriptors: string, name: string): boolean {
  const wanted = identity(`/run/netns/${name}`);
  try {
    return readdirSync(descriptors).some((descriptor) => identity(`${descriptors}/${descriptor}`) === wanted);
  } catch (error) {
    // What may not be looked at is there.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
