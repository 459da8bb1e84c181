// The process of `netns exec` and of `vrf exec default`: it moves into the namespace and into mounts of its own, or out of all VRFs, and starts
// the program from there. iproute2: lib/namespace.c: netns_switch(), bind_etc(); lib/exec.c: cmd_exec().

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { errnoText } from '../../netlink/errno.js';
import { SystemError } from '../../netlink/errors.js';
import type { Libc } from '../../netlink/socket/libc.js';
import { CLONE_NEWNET, CLONE_NEWNS, MNT_DETACH, MS_BIND, MS_RDONLY, MS_REC, MS_SLAVE } from '../../netlink/socket/linux.js';
import { loadLibc } from '../../netlink/socket/load.js';
import { listNamed } from '../../netlink/socket/named.js';
import { Namespace } from '../../netlink/socket/namespace.js';
import { leaveVrf } from '../vrf/leave.js';
import { standIn } from './stand-in.js';

/** What could not be done, in `ip`'s words. */
class Refused extends Error {}

function attempt(result: number, what: string): void {
  if (result < 0) throw new Refused(`${what}: ${errnoText(-result)}\n`);
}

function enter(libc: Libc, path: string, name: string): string {
  let namespace: Namespace;
  try {
    namespace = Namespace.open(path, libc);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new Refused(`Cannot open network namespace "${name}": ${errnoText(error.errno)}\n`);
  }
  attempt(libc.setns(namespace.fd, CLONE_NEWNET), `setting the network namespace "${name}" failed`);
  namespace.close();
  attempt(libc.unshare(CLONE_NEWNS), 'unshare failed');
  attempt(libc.mount('', '/', 'none', MS_SLAVE | MS_REC), '"mount --make-rslave /" failed');
  // A /sys that shows this namespace's links. One that cannot be taken away is covered, by one that is no more writable than it.
  const covered = libc.umount2('/sys', MNT_DETACH) < 0;
  let mounted = libc.mount(name, '/sys', 'sysfs', 0);
  if (mounted < 0 && covered) mounted = libc.mount(name, '/sys', 'sysfs', MS_RDONLY);
  attempt(mounted, 'mount of /sys failed');
  return bindEtc(libc, name);
}

/** Each file of /etc/netns/NAME over its namesake in /etc. */
function bindEtc(libc: Libc, name: string): string {
  const own = `/etc/netns/${name}`;
  let said = '';
  for (const file of listNamed({ directory: own })) {
    const result = libc.mount(`${own}/${file}`, `/etc/${file}`, 'none', MS_BIND);
    if (result < 0) said += `Bind ${own}/${file} -> /etc/${file} failed: ${errnoText(-result)}\n`;
  }
  return said;
}

/** In the namespace at `path`, where there is one, and then out of all VRFs, where that is wanted. */
async function execute([where, path = '', name = '', program = '', ...words]: readonly string[]): Promise<number> {
  try {
    const libc = loadLibc();
    if (path !== '') process.stderr.write(enter(libc, path, name));
    const failed = where === 'vrf' ? leaveVrf(libc) : undefined;
    if (failed !== undefined) throw new Refused(failed);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(error.message);
    return 255;
  }
  try {
    // Node starts nothing that has no name.
    if (program === '') throw Object.assign(new Error(), { errno: -constants.errno.ENOENT });
    return await standIn(() => spawn(program, words, { stdio: 'inherit' }));
  } catch (error) {
    process.stderr.write(`exec of "${program}" failed: ${errnoText(-((error as NodeJS.ErrnoException).errno ?? 0))}\n`);
    return 1;
  }
}

// As in bin.ts: that node:ffi is experimental is nothing `ip` says.
process.removeAllListeners('warning');

process.exitCode = await execute(process.argv.slice(2));
