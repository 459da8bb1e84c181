// `rule show`, `flush` and `save`: one dump, and what is done with it. iproute2: ip/iprule.c: iprule_list_flush_or_save().

import { Writer } from '../../netlink/bytes.js';
import { KernelError } from '../../netlink/errors.js';
import { encodeMessage } from '../../netlink/message.js';
import { AF_INET, AF_UNSPEC } from '../../rtnl/constants.js';
import type { Rule } from '../../rtnl/rule.js';
import type { Output } from '../../rtnl/show/printer.js';
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

/** The rules of a dump, and whether the kernel did not break it off. */
async function list(session: Session, family: number): Promise<{ readonly rules: readonly RuleMessage[]; readonly whole: boolean }> {
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETRULE', header: {}, body: { family: dumped(family) } });
  return { rules: messages.filter((message): message is RuleMessage => message.name === 'RTM_NEWRULE'), whole: error === undefined };
}

/** What a dump that was broken off comes to; JSON that was begun is left as it is. */
async function finish(session: Session, whole: boolean, render: (out: Output) => void = () => undefined): Promise<number> {
  await show(session, render, session.options.json, whole);
  if (whole) return 0;
  session.io.stderr('Dump terminated\n');
  return 255;
}

/** Resolves to the exit code. Throws UsageError. */
export async function showRules(words: Words, session: Session, family: number): Promise<number> {
  const filter = readRuleFilter(words, session, dumped(family));
  const { rules, whole } = await list(session, family);
  return finish(session, whole, (out) => {
    for (const { body } of rules) if (rulePasses(filter, body, family)) showRule(out, body, session.tables);
  });
}

/** Rules of priority 0 stay. Resolves to the exit code. Throws UsageError. */
export async function flushRules(words: Words, session: Session, family: number): Promise<number> {
  const filter = readRuleFilter(words, session, dumped(family));
  const { rules, whole } = await list(session, family);
  for (const { body } of rules) {
    if (body.priority === undefined || !rulePasses(filter, body, family) || !protocolPasses(filter, body)) continue;
    const replies = await session.kernel.change({ name: 'RTM_DELRULE', header: {}, body });
    if (replies instanceof KernelError) return finish(session, false);
  }
  return finish(session, whole);
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
  const { rules, whole } = await list(session, family);
  for (const message of rules) {
    const w = new Writer(littleEndian);
    encodeMessage(kernel.conversation.protocol, w, message);
    io.bytes(w.finish());
  }
  return finish(session, whole);
}
