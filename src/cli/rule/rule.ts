// `rule` and `mrule`: which command. iproute2: ip/iprule.c: do_iprule(), do_multirule().

import { AF_INET, AF_INET6, AF_UNSPEC, RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from '../../rtnl/constants.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { flushRules, saveRules, showRules } from './list.js';
import { modifyRule } from './modify.js';
import { restoreRules } from './restore.js';
import { ruleUsage } from './usage.js';

type Command = (words: Words, session: Session, family: number) => Promise<number>;

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['list', showRules],
  ['lst', showRules],
  ['show', showRules],
  ['save', saveRules],
  ['restore', restoreRules],
  ['add', (words, session, family) => modifyRule(words, session, family, 'RTM_NEWRULE')],
  ['delete', (words, session, family) => modifyRule(words, session, family, 'RTM_DELRULE')],
  ['flush', flushRules],
];

async function run(words: Words, session: Session, family: number): Promise<number> {
  if (words.left === 0) return showRules(words, session, family);
  const word = words.next();
  const command = COMMANDS.find(([name]) => matches(word, name))?.[1];
  if (words.peek() === '--help') throw new UsageError(ruleUsage, 0, true);
  if (command !== undefined) return command(words, session, family);
  throw new UsageError(matches(word, 'help') ? ruleUsage : `Command "${word}" is unknown, try "ip rule help".\n`);
}

/** Rules of routing. Resolves to the exit code. Throws UsageError. */
export function rule(words: Words, session: Session): Promise<number> {
  return run(words, session, session.options.family);
}

const MULTICAST: ReadonlyMap<number, number> = new Map([
  [AF_UNSPEC, RTNL_FAMILY_IPMR],
  [AF_INET, RTNL_FAMILY_IPMR],
  [AF_INET6, RTNL_FAMILY_IP6MR],
]);

/** Rules of multicast routing. Resolves to the exit code. Throws UsageError. */
export async function multicastRule(words: Words, session: Session): Promise<number> {
  const { family } = session.options;
  const multicast = MULTICAST.get(family);
  if (multicast === undefined) throw new UsageError(`Multicast rules are only supported for IPv4/IPv6, was: ${family}\n`);
  return run(words, session, multicast);
}
