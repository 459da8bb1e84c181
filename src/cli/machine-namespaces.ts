// The named namespaces of this machine. iproute2: ip/ipnetns.c.

import { errnoText } from '../netlink/errno.js';
import { SystemError } from '../netlink/errors.js';
import { attachNamed, createNamed, deleteNamed, identifyNamed, listNamed, processesIn } from '../netlink/socket/named.js';
import { NETNS_DIRECTORY } from '../netlink/socket/namespace.js';
import { UsageError } from '../rtnl/words.js';
import type { NamespaceFiles } from './namespaces.js';
import { execChild } from './place.js';

const { closeSync, mkdirSync, openSync, watch } = process.getBuiltinModule('node:fs');

const errnoOf = (error: unknown): number => -((error as NodeJS.ErrnoException).errno ?? 0);

export const machineNamespaces: NamespaceFiles = {
  list: () => listNamed(),
  open(name) {
    try {
      return openSync(name.includes('/') ? name : `${NETNS_DIRECTORY}/${name}`, 'r');
    } catch {
      return undefined;
    }
  },
  close: closeSync,
  async create(name) {
    (await createNamed(name)).close();
  },
  attach: (name, pid) => attachNamed(name, pid),
  delete: (name) => deleteNamed(name),
  // Where -n leads to is where `ip` would be.
  identify: (pid, named) => identifyNamed(pid !== undefined ? `/proc/${pid}/ns/net` : named === undefined ? '/proc/self/ns/net' : `${NETNS_DIRECTORY}/${named}`),
  processes: (name) => processesIn(`${NETNS_DIRECTORY}/${name}`),
  watch(changed, failed) {
    try {
      mkdirSync(NETNS_DIRECTORY, { recursive: true, mode: 0o755 });
    } catch (error) {
      throw new UsageError(`mkdir ${NETNS_DIRECTORY} failed: ${errnoText(errnoOf(error))}\n`, 1);
    }
    const watcher = watch(NETNS_DIRECTORY);
    watcher.on('change', (kind, file) => {
      if (kind === 'rename') changed(String(file));
    });
    watcher.on('error', (error) => {
      watcher.close();
      failed(new SystemError('read', errnoOf(error)));
    });
    return () => watcher.close();
  },
  execute: (name, command) => start('netns', `${NETNS_DIRECTORY}/${name}`, name, command),
  executeOutsideVrfs: (named, command) => start('vrf', named === undefined || named.startsWith('/') ? (named ?? '') : `${NETNS_DIRECTORY}/${named}`, named ?? '', command),
};

/** A program is started by a process that goes there for good, so that this one stays where it is; 255 where there is no going there. */
async function start(where: 'netns' | 'vrf', path: string, name: string, command: readonly string[]): Promise<number> {
  const { standIn } = await import('./netns/stand-in.js');
  const { spawn } = process.getBuiltinModule('node:child_process');
  return standIn(() => spawn(process.execPath, [...process.execArgv, execChild(), where, path, name, ...command], { stdio: 'inherit' }));
}
