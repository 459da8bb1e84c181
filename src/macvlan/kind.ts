// macvlan and macvtap as link kinds: the same but for the name, and for the character device /dev/tapN a macvtap has.

import type { LinkKind } from '../rtnl/kind.js';
import { type Macvlan, macvlanData } from './macvlan.js';
import { type MacvlanAdd, type MacvlanChange, macvlanAdd, macvlanChange } from './options.js';

/** The link kind macvlan. */
export const macvlanKind = { data: macvlanData, add: macvlanAdd, change: macvlanChange } satisfies LinkKind<Macvlan, never, MacvlanAdd, MacvlanChange>;
/** The link kind macvtap: a macvlan with a character device. */
export const macvtapKind = { ...macvlanKind };
