// `rule restore`: what `rule save` wrote, added again. iproute2: ip/iprule.c: iprule_restore(), restore_handler().

import { NLM_F_CREATE } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import type { Words } from '../../rtnl/words.js';
import type { RouteRequest } from '../kernel.js';
import { readSaved, savedMessages } from '../saved.js';
import type { Session } from '../session.js';
import { SAVED_RULES } from './list.js';

/** Resolves to the exit code. A rule that is there already is none to worry about. Throws UsageError. */
export async function restoreRules(_words: Words, session: Session): Promise<number> {
  const { exitCode } = SAVED_RULES;
  for (const { name, header, body } of savedMessages(readSaved(session, SAVED_RULES), session, exitCode)) {
    const request = { name, header: { type: header.type, flags: header.flags | NLM_F_CREATE }, body } as RouteRequest;
    const result = await session.kernel.change(request);
    if (result instanceof KernelError && result.code !== 'EEXIST') return exitCode;
  }
  return 0;
}
