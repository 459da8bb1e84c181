// Kernel parameters under /proc/sys. Those below `net` are the network namespace's of the calling thread.
// Truth: sysctl(8), net/sysctl_net.c: net_ctl_permissions(), fs/proc/proc_sysctl.c.

import { EACCES, EINVAL, EPERM } from '../errno-numbers.js';
import { SystemError } from '../errors.js';
import { type SysctlKey, sysctlParts } from '../sysctl-key.js';

const { closeSync, constants, openSync, readFileSync, writeFileSync } = process.getBuiltinModule('node:fs');

const ROOT = '/proc/sys';

/** Throws SystemError EINVAL for what names no parameter. */
export function sysctlPath(key: SysctlKey): string {
  const parts = sysctlParts(key);
  if (parts === undefined) throw new SystemError('open', EINVAL, `${JSON.stringify(key)} is no kernel parameter`);
  return [ROOT, ...parts].join('/');
}

/** Without the newline at its end. Throws SystemError: ENOENT where there is no such parameter, EACCES where it cannot be read. */
export function readSysctl(key: SysctlKey): string {
  const path = sysctlPath(key);
  return attempt(path, 'read', () => readFileSync(path, 'utf8')).replace(/\n$/, '');
}

/** Throws SystemError: ENOENT, EINVAL for a value it does not take, EACCES and EPERM with the `capability` that is missing. */
export function writeSysctl(key: SysctlKey, value: string | number | boolean): void {
  const path = sysctlPath(key);
  const text = typeof value === 'boolean' ? Number(value) : value;
  // Neither made nor cut: /proc has only files that are there. Some cannot be read. All in one write, as the kernel wants it.
  attempt(path, 'change', () => {
    const fd = openSync(path, constants.O_WRONLY);
    try {
      writeFileSync(fd, `${text}\n`);
    } finally {
      closeSync(fd);
    }
  });
}

function attempt<T>(path: string, verb: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { errno, syscall } = error as NodeJS.ErrnoException;
    if (errno === undefined) throw error;
    const refused = -errno === EACCES || -errno === EPERM;
    const capability = path.startsWith(`${ROOT}/net/`) ? 'CAP_NET_ADMIN' : 'CAP_SYS_ADMIN';
    if (!refused) throw new SystemError(syscall ?? 'open', -errno, path);
    const where = capability === 'CAP_NET_ADMIN' ? ' in the network namespace' : '';
    throw new SystemError(syscall ?? 'open', -errno, `${capability} is needed${where} to ${verb} ${path}`, capability);
  }
}
