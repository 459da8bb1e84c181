// pfcp: the control of mobile networks' user plane. It has no IFLA_INFO_DATA. drivers/net/pfcp.c. No iproute2 knows it.

import type { LinkKind } from '../kind.js';
import { noOptions } from './attribute-options.js';

/** It takes no options. */
export const pfcpKind = { add: noOptions('pfcp') } satisfies LinkKind;
