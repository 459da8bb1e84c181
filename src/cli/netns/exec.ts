// `netns exec`: a program inside a namespace, with a view of /sys and /etc that goes with it. It is started from a thread that goes
// there for good, so that this one stays where it is. iproute2: ip/ipnetns.c: netns_exec(), lib/namespace.c: netns_switch().

import { Worker } from 'node:worker_threads';
import type { Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { refusal } from './change.js';
import type { Outcome, Task } from './exec-thread.js';

export async function execInNetns(words: Words, session: Session): Promise<number> {
  const { options, namespaces, io } = session;
  if (words.left === 0 && !options.all) throw refusal('No netns name specified');
  if (words.left < (options.all ? 1 : 2)) throw refusal('No command specified');
  if (!options.all) {
    const name = words.next();
    const { code, failed } = await execute({ name, command: words.rest() }, session);
    return failed ? 255 : code;
  }
  const command = words.rest();
  for (const name of namespaces.files.list() ?? []) {
    io.stdout(`\nnetns: ${name}\n`);
    await execute({ name, command }, session);
  }
  return 0;
}

async function execute(task: Task, { io, namespaces }: Session): Promise<Outcome> {
  if (namespaces.files.recorded) throw refusal('a recording starts no program');
  const file = import.meta.url.endsWith('.ts') ? './exec-thread.ts' : './exec-thread.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: task });
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  io.stderr(outcome.said);
  return outcome;
}
