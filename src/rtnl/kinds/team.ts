// team: several links as one, ruled by a program over generic netlink: rtnetlink makes it, gives it ports (`master`) and
// has no options of it. drivers/net/team/team_core.c; iproute2: ip/iplink_team.c.

import type { LinkKind } from '../kind.js';
import { noOptions } from './attribute-options.js';

export const teamKind = { add: noOptions('team') } satisfies LinkKind;
