// `rule add` and `rule delete`. iproute2: ip/iprule.c: iprule_modify().

import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { showRule } from '../../rtnl/show/rule.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { readRuleWords } from './words.js';

/** Resolves to the exit code. Throws UsageError. */
export async function modifyRule(words: Words, session: Session, family: number, name: 'RTM_NEWRULE' | 'RTM_DELRULE'): Promise<number> {
  const adding = name === 'RTM_NEWRULE';
  if (words.left === 0) throw new UsageError(`"ip rule ${adding ? 'add' : 'del'}" requires arguments.\n`, 1);
  const body = readRuleWords(words, session, family, adding);
  const { echo } = session.options;
  const flags = (adding ? NLM_F_CREATE | NLM_F_EXCL : 0) | (echo ? NLM_F_ECHO : 0);
  const replies = await session.kernel.change({ name, header: { flags }, body });
  if (replies instanceof KernelError) return 2;
  if (echo) {
    await show(session, (out) => {
      const [reply] = replies;
      out.openObject();
      if (reply?.name === 'RTM_NEWRULE' || reply?.name === 'RTM_DELRULE') showRule(out, reply.body, session.tables, reply.name === 'RTM_DELRULE');
      out.closeObject();
    });
  }
  return 0;
}
