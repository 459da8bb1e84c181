// What a recorded case takes that a simulated machine does not have: such a case is skipped, by a rule and not by its name.

import { notOurs } from '../../../src/cli/conformance/recorded-skip.js';
import { objectOf } from '../../../src/cli/objects.js';
import { type Options, readOptions } from '../../../src/cli/options.js';
import { AF_MPLS } from '../../../src/rtnl/constants.js';
import { UsageError, Words } from '../../../src/rtnl/words.js';
import { linkKinds } from '../../../src/simkernel/kinds/kinds.js';
import type { Recorded } from './compare.js';
import { readLine } from './shell.js';
import type { Tree } from './trees.js';

/** Programs that a line may begin with: the command, what runs it as another user, and what passes time; one sends a few frames that nobody answers. */
const PROGRAMS = ['ip', 'true', 'sleep', 'arping_some', 'sysctl', 'setpriv', 'unshare'];

/** Why a case is not covered; undefined where it is. */
export function lacking(recorded: Recorded, { options: { kinds } }: Tree): string | undefined {
  const { argv, setup, rc, exchange, during, wrapper = [] } = recorded;
  if (during !== undefined) return 'other commands run beside it';
  for (const line of setup) {
    const { words, rc } = readLine(line);
    // What was refused left no trace. Whether it is refused here is seen when it is run.
    const reason = rc === 0 ? lackingFor(words, kinds) : undefined;
    if (reason !== undefined) return reason;
  }
  if (exchange.some(({ family = 0 }) => family !== 0)) return 'another family of netlink';
  if (wrapper.length > 0 && argv.includes('netns')) return 'what a file system lets do';
  return notOurs(recorded) ?? (rc === 0 ? lackingFor(argv, kinds) : undefined);
}

/** `kinds` are those that the recorded kernel had, where not all: of others none was made, whatever the line says of its code. */
function lackingFor(words: readonly string[], kinds: readonly string[] | undefined): string | undefined {
  const [program = ''] = words;
  if (!PROGRAMS.includes(program)) return `the program ${program}`;
  if (program !== 'ip') return undefined;
  const rest = new Words(words.slice(1));
  let options: Options;
  try {
    options = readOptions(rest);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
  const all = rest.rest();
  const object = objectOf(all[0] ?? '');
  if (object?.takes !== undefined) return `object ${object.name}`;
  if (options.family === AF_MPLS) return 'routes of MPLS';
  if (object?.name === 'mroute' || object?.name === 'mrule') return 'multicast routing';
  if (object?.name === 'netns' && all[1] === 'exec') {
    const [, , , program = 'ip'] = all;
    if (options.all) return 'a command in several namespaces';
    if (!PROGRAMS.includes(program)) return `the program ${program}`;
  }
  const kind = object?.name === 'link' && 'add'.startsWith(all[1] ?? 'x') ? all[all.indexOf('type') + 1] : undefined;
  return kind === undefined || !all.includes('type') || linkKinds.has(kind) || kinds?.includes(kind) === false ? undefined : `link kind ${kind}`;
}
