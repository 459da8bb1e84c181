// `completion`: the scripts that complete `rtnl` in a shell, and the table they look things up in.

import type { CommandKinds } from '../../rtnl/kind-command.js';
import { UsageError, Words } from '../../rtnl/words.js';
import { decodeGrammar } from '../decode/usage.js';
import { objectNames, objectOf } from '../objects.js';
import { readOptions } from '../options.js';
import { type FullIo, Session } from '../session.js';
import { help } from '../usage.js';
import { bash, fish, zsh } from './scripts.js';
import { completionTable } from './table.js';

const SCRIPTS: Readonly<Record<string, string>> = { bash, zsh, fish };

const usage = 'Usage: rtnl completion { bash | zsh | fish }\n';

/** Resolves to the exit code. */
export async function completion(argv: readonly string[], io: FullIo, kinds: CommandKinds): Promise<number> {
  const [shell = '', ...rest] = argv;
  if (shell === 'words') {
    io.stdout(completionTable(await usages(io, kinds), help, kinds));
    return 0;
  }
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined || rest.length > 0) {
    const asked = shell === 'help' || shell === '--help';
    io[asked ? 'stdout' : 'stderr'](usage);
    return asked ? 0 : 255;
  }
  io.stdout(script);
  return 0;
}

/** What `rtnl OBJECT help` prints, of each object. */
async function usages(io: FullIo, kinds: CommandKinds): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of objectNames()) found.set(name, await usageOf(name, io, kinds));
  return found.set('decode', decodeGrammar);
}

async function usageOf(name: string, io: FullIo, kinds: CommandKinds): Promise<string> {
  let text = '';
  const note = (more: string): void => {
    text += more;
  };
  const session = new Session(readOptions(new Words([])), { ...io, stdout: note, stderr: note }, kinds, () => {
    throw new Error(`${name} help asks the kernel`);
  });
  try {
    await objectOf(name)?.run?.(new Words(['help']), session);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    note(error.message);
  }
  return text;
}
