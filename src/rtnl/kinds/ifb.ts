// ifb: the link that packets are redirected to. It has no data. drivers/net/ifb.c; iproute2: ip/iplink_ifb.c.

import type { LinkKind } from '../kind.js';
import { noData, noDataWords } from './no-data.js';

export const ifbKind = { data: noData, words: noDataWords, usage: 'Usage: ... ifb\n' } satisfies LinkKind;
