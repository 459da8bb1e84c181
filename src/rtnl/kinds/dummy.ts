// dummy: a link without data. drivers/net/dummy.c; iproute2: ip/iplink_dummy.c.

import type { LinkKind } from '../kind.js';
import { noData, noDataWords } from './no-data.js';

export const dummyKind = { data: noData, words: noDataWords, usage: 'Usage: ... dummy\n' } satisfies LinkKind;
