// The 17 rows of the macvlan recipe, in their order: each stands on what those before it left.

import type { Row } from './row.js';
import { children } from './rows/children.js';
import { inside } from './rows/inside.js';
import { modes } from './rows/modes.js';
import { parent } from './rows/parent.js';
import { siblings } from './rows/siblings.js';

export const rows: readonly Row[] = [...children, ...parent, ...inside, ...siblings, ...modes];
