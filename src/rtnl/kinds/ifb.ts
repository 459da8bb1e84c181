// ifb: a link that packets are redirected to. It has no data, and takes no options. drivers/net/ifb.c; iproute2: ip/iplink_ifb.c.

import type { LinkKind } from '../kind.js';

export const ifbKind = { usage: 'Usage: ... ifb\n' } satisfies LinkKind;
