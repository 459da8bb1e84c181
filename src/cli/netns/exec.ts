// `netns exec`: a program inside a namespace, with a view of /sys and /etc that goes with it. iproute2: ip/ipnetns.c: netns_exec(),
// lib/namespace.c: netns_switch().

import type { Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { refusal } from './change.js';

export async function execInNetns(words: Words, { options, namespaces: { files }, io }: Session): Promise<number> {
  if (words.left === 0 && !options.all) throw refusal('No netns name specified');
  if (words.left < (options.all ? 1 : 2)) throw refusal('No command specified');
  if (!options.all) return files.execute(words.next(), words.rest());
  const command = words.rest();
  for (const name of files.list() ?? []) {
    io.stdout(`\nnetns: ${name}\n`);
    await files.execute(name, command);
  }
  return 0;
}
