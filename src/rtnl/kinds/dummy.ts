// dummy: a link that drops what is sent to it. It has no data, and takes no options. drivers/net/dummy.c; iproute2: ip/iplink_dummy.c.

import type { LinkKind } from '../kind.js';
import { noOptions } from './attribute-options.js';

export const dummyKind = { add: noOptions('dummy') } satisfies LinkKind;
