// Out of every VRF: what binds a process to one is the control group it is in. iproute2: ip/ipvrf.c: vrf_switch(), vrf_path();
// lib/fs.c: find_cgroup2_mount().

import { errnoText } from '../../netlink/errno.js';
import { EBUSY, ENODEV } from '../../netlink/errno-numbers.js';
import type { Libc } from '../../netlink/socket/libc.js';
import { identifyNamed } from '../../netlink/socket/named.js';
import { controlGroups } from './processes.js';

const { appendFileSync, mkdirSync, readFileSync } = process.getBuiltinModule('node:fs');

const OWN_MOUNT = '/var/run/cgroup2';

const reason = (error: unknown): string => errnoText(-((error as NodeJS.ErrnoException).errno ?? 0));

/** Moves this process to the control group of those in no VRF, beside the one it is in. Returns what could not be done, in `ip`'s words. */
export function leaveVrf(libc: Libc): string | undefined {
  const mount = controlGroups() ?? OWN_MOUNT;
  if (mount === OWN_MOUNT) {
    const failed = mountControlGroups(libc);
    if (failed !== undefined) return failed;
  }
  const groups = readFileSync('/proc/self/cgroup', 'utf8');
  const [, inside = '/'] = /::(\/.*)/.exec(groups) ?? [];
  const base = inside.replace(/\/vrf.*/, '').replace(/^\/$/, '');
  const named = identifyNamed('/proc/self/ns/net', { libc });
  const space = named === undefined || base.endsWith(`/${named}-ns`) ? '' : `/${named}-ns`;
  const group = `${mount}${base}${space}/vrf`;
  try {
    mkdirSync(group, { recursive: true, mode: 0o755 });
  } catch {
    return 'Failed to setup vrf cgroup2 directory\n';
  }
  try {
    appendFileSync(`${group}/cgroup.procs`, String(process.pid), { flag: 'as' });
  } catch (error) {
    return (error as NodeJS.ErrnoException).syscall === 'open' ? `Failed to open cgroups.procs file: ${reason(error)}.\n` : 'Failed to join cgroup\n';
  }
  return undefined;
}

function mountControlGroups(libc: Libc): string | undefined {
  try {
    mkdirSync(OWN_MOUNT, { recursive: true, mode: 0o755 });
  } catch {
    return 'Failed to setup cgroup2 directory\n';
  }
  const result = -libc.mount('none', OWN_MOUNT, 'cgroup2', 0);
  if (result <= 0 || result === EBUSY) return undefined;
  return result === ENODEV ? 'Failed to mount cgroup2. Are CGROUPS enabled in your kernel?\n' : `Failed to mount cgroup2: ${errnoText(result)}\n`;
}
