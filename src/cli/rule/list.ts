// `rule show`, `flush` and `save`: one dump, and what is done with it. iproute2: ip/iprule.c: iprule_list_flush_or_save().

import { Writer } from '../../netlink/bytes.js';
import { KernelError } from '../../netlink/errors.js';
import { encodeMessage } from '../../netlink/message.js';
import { AF_INET, AF_UNSPEC } from '../../rtnl/constants.js';
import type { Rule } from '../../rtnl/rule.js';
import { showRule } from '../../rtnl/show/rule.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import type { SavedKind } from '../saved.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { type RuleFilter, readRuleFilter, rulePasses } from './filter.js';

/** What a dump of rules holds. */
type RuleMessage = RouteMessage & { readonly name: 'RTM_NEWRULE'; readonly body: Rule };

export const SAVED_RULES: SavedKind = { object: 'rule', magic: 0x71706986, exitCode: 255 };

const dumped = (family: number): number => (family === AF_UNSPEC ? AF_INET : family);

async function list(session: Session, family: number): Promise<RuleMessage[] | undefined> {
  const messages = await session.kernel.list({ name: 'RTM_GETRULE', header: {}, body: { family: dumped(family) } });
  if (messages instanceof KernelError) {
    session.io.stderr('Dump terminated\n');
    // JSON that was begun is left as it is.
    if (session.options.json) session.io.stdout(session.printer().drain());
    return undefined;
  }
  return messages.filter((message): message is RuleMessage => message.name === 'RTM_NEWRULE');
}

/** Resolves to the exit code. Throws UsageError. */
export async function showRules(words: Words, session: Session, family: number): Promise<number> {
  const filter = readRuleFilter(words, session, dumped(family));
  const rules = await list(session, family);
  if (rules === undefined) return 255;
  await show(session, (out) => {
    for (const { body } of rules) if (rulePasses(filter, body, family)) showRule(out, body, session.tables);
  });
  return 0;
}

/** Rules of priority 0 stay. Resolves to the exit code. Throws UsageError. */
export async function flushRules(words: Words, session: Session, family: number): Promise<number> {
  const filter = readRuleFilter(words, session, dumped(family));
  const rules = await list(session, family);
  if (rules === undefined) return 255;
  for (const { body } of rules) {
    if (body.priority === undefined || !rulePasses(filter, body, family) || !protocolPasses(filter, body)) continue;
    const replies = await session.kernel.change({ name: 'RTM_DELRULE', header: {}, body });
    if (!(replies instanceof KernelError)) continue;
    session.io.stderr('Dump terminated\n');
    return 255;
  }
  await show(session, () => undefined);
  return 0;
}

const protocolPasses = ({ protocol: wanted }: RuleFilter, { protocol }: Rule): boolean => wanted === undefined || protocol === undefined || protocol === wanted;

/** The kernel's messages as they are, behind a magic number. Resolves to the exit code. Throws UsageError. */
export async function saveRules(words: Words, session: Session, family: number): Promise<number> {
  const { io, kernel, littleEndian } = session;
  if (words.left > 0) throw new UsageError('"ip rule save" does not take any arguments.\n', 1);
  if (io.terminal) throw new UsageError('Not sending a binary stream to stdout\n', 1);
  const magic = new Writer(littleEndian);
  const at = magic.reserve(4);
  magic.view.setUint32(at, SAVED_RULES.magic, littleEndian);
  io.bytes(magic.finish());
  const rules = await list(session, family);
  if (rules === undefined) return 255;
  for (const message of rules) {
    const w = new Writer(littleEndian);
    encodeMessage(kernel.conversation.protocol, w, message);
    io.bytes(w.finish());
  }
  await show(session, () => undefined);
  return 0;
}
