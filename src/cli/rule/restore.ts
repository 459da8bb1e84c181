// `rule restore`: what `rule save` wrote, added again. iproute2: ip/iprule.c: iprule_restore(), restore_handler().

import { UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';

export async function restoreRules(_words: Words, _session: Session): Promise<number> {
  throw new UsageError('not yet\n');
}
