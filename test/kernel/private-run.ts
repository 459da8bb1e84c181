// A /run of the test's own, so that named namespaces meet nobody else's: a mount namespace for this thread, and for the
// programs started from it, with an empty file system there.

import { CLONE_NEWNS, MS_REC } from '../../src/netlink/socket/linux.js';
import { loadLibc } from '../../src/netlink/socket/load.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';

/** What others mount elsewhere does not come here. include/uapi/linux/mount.h */
const MS_PRIVATE = 0x40000;

/** Why it could not be done; undefined where it could. Not undone: whoever follows in this process has it too, and needs no other. */
export function privateRun(): string | undefined {
  const libc = loadLibc();
  const calls: readonly (readonly [what: string, call: () => number])[] = [
    ['unshare', () => libc.unshare(CLONE_NEWNS)],
    ['mount --make-rprivate /', () => libc.mount('', '/', 'none', MS_PRIVATE | MS_REC)],
    ['mount tmpfs on /run', () => libc.mount('tmpfs', '/run', 'tmpfs', 0)],
  ];
  for (const [what, call] of calls) {
    const result = call();
    if (result < 0) return `${what}: errno ${-result}`;
  }
  return undefined;
}

/** The same for who makes namespaces there. */
export function privateNames(): string | undefined {
  try {
    Namespace.create().close();
    return privateRun();
  } catch {
    return 'no namespace can be made';
  }
}
