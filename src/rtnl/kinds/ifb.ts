// ifb: a link that packets are redirected to. It has no data, and takes no options. drivers/net/ifb.c; iproute2: ip/iplink_ifb.c.

import type { LinkKind } from '../kind.js';
import { noOptions } from './attribute-options.js';

export const ifbKind = { add: noOptions('ifb') } satisfies LinkKind;
