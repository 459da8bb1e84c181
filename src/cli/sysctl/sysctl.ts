// `sysctl`: kernel parameters of the namespace, shown as sysctl(8) of procps shows them. No object of `ip`'s.

import { errnoText } from '../../netlink/errno.js';
import { SystemError } from '../../netlink/errors.js';
import { Sysctl } from '../../rtnl/sysctl.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';

const usage = 'Usage: rtnl sysctl [ -n ] [ -w ] KEY[=VALUE] ...\n';

/** Resolves to the exit code, 1 where one of them could not be read or written; the others are. Throws UsageError. */
export async function sysctl(words: Words, session: Session): Promise<number> {
  if (words.peek() === 'help') throw new UsageError(usage, 0, true);
  let bare = false;
  for (let option = words.peek(); option?.startsWith('-'); option = words.peek()) {
    words.next();
    if (option === '-n') bare = true;
    else if (option !== '-w') throw new UsageError(usage, 1);
  }
  if (words.left === 0) throw new UsageError(usage, 1);
  const parameters = new Sysctl(session.kernel.conversation.transport);
  let code = 0;
  for (const word of words.rest()) {
    const at = word.indexOf('=');
    const key = (at < 0 ? word : word.slice(0, at)).trim();
    try {
      if (at >= 0) await parameters.write(key, word.slice(at + 1).trim());
      const value = at >= 0 ? word.slice(at + 1).trim() : await parameters.read(key);
      for (const line of value.split('\n')) session.io.stdout(bare ? `${line}\n` : `${dotted(key)} = ${line}\n`);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      session.io.stderr(complaint(error, key, at >= 0));
      code = 1;
    }
  }
  return code;
}

/** A key as it is shown: with dots between, where it was told with slashes. */
function dotted(key: string): string {
  return /[./]/.exec(key)?.[0] === '/' ? key.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/')) : key;
}

function complaint({ errno, code }: SystemError, key: string, writing: boolean): string {
  const path = `/proc/sys/${/[./]/.exec(key)?.[0] === '/' ? key : key.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'))}`;
  if (code === 'ENOENT') return `sysctl: cannot stat ${path}: ${errnoText(errno)}\n`;
  if (code === 'EACCES' || code === 'EPERM') return `sysctl: permission denied on key '${dotted(key)}'\n`;
  return writing ? `sysctl: setting key "${dotted(key)}": ${errnoText(errno)}\n` : `sysctl: reading key "${dotted(key)}": ${errnoText(errno)}\n`;
}
