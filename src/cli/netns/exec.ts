// `netns exec`: a program inside a namespace, with a view of /sys and /etc that goes with it. It is started by a process that goes
// there for good, so that this one stays where it is. iproute2: ip/ipnetns.c: netns_exec(), lib/namespace.c: netns_switch().

import { spawn } from 'node:child_process';
import type { Words } from '../../rtnl/words.js';
import { execChild } from '../place.js';
import type { Session } from '../session.js';
import { refusal } from './change.js';

export async function execInNetns(words: Words, session: Session): Promise<number> {
  const { options, namespaces, io } = session;
  if (words.left === 0 && !options.all) throw refusal('No netns name specified');
  if (words.left < (options.all ? 1 : 2)) throw refusal('No command specified');
  if (!options.all) {
    return execute(words.next(), words.rest(), session);
  }
  const command = words.rest();
  for (const name of namespaces.files.list() ?? []) {
    io.stdout(`\nnetns: ${name}\n`);
    await execute(name, command, session);
  }
  return 0;
}

/** The exit code of the program; 255 where there is no going there. */
async function execute(name: string, command: readonly string[], { namespaces }: Session): Promise<number> {
  if (namespaces.files.recorded) throw refusal('a recording starts no program');
  const started = spawn(process.execPath, [...process.execArgv, execChild(), name, ...command], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    started.once('error', reject);
    // One that a signal ended counts as failed, as for `ip`.
    started.once('exit', (code) => resolve(code ?? 1));
  });
}
