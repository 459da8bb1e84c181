// `completion`: the scripts that complete `rtnl` in a shell, and the table they look things up in.

import type { LinkKinds } from '../../rtnl/kind.js';
import { UsageError, Words } from '../../rtnl/words.js';
import { objectNames, objectOf } from '../objects.js';
import { readOptions } from '../options.js';
import { type FullIo, Session } from '../session.js';
import { help } from '../usage.js';
import { bash, fish, zsh } from './scripts.js';
import { completionTable } from './table.js';

const SCRIPTS: Readonly<Record<string, string>> = { bash, zsh, fish };

const usage = 'Usage: rtnl completion { bash | zsh | fish }\n';

/** Resolves to the exit code. */
export async function completion(argv: readonly string[], io: FullIo, kinds: LinkKinds): Promise<number> {
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
async function usages(io: FullIo, kinds: LinkKinds): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of objectNames()) {
    let text = '';
    const note = (more: string): void => {
      text += more;
    };
    const quiet = { ...io, stdout: note, stderr: note };
    const session = new Session(readOptions(new Words([])), quiet, kinds, () => {
      throw new Error('help needs no kernel');
    });
    try {
      await objectOf(name)?.run?.(new Words(['help']), session);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      note(error.message);
    }
    found.set(name, text);
  }
  return found;
}
