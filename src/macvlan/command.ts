// macvlan and macvtap as `ip` reads and prints them.

import type { KindCommand } from '../rtnl/kind-command.js';
import type { Macvlan } from './macvlan.js';
import { showMacvlan } from './show.js';
import { macvlanUsage } from './usage.js';
import { macvlanWords } from './words.js';

const command = (kind: string) => ({ show: showMacvlan, words: macvlanWords, usage: macvlanUsage(kind) }) satisfies KindCommand<Macvlan>;

/** What the command reads and prints. */
export const macvlanCommand = command('macvlan');
/** The same of macvtap. */
export const macvtapCommand = command('macvtap');
