// Every suite that is recorded.

import { addresses } from './addresses.js';
import { core } from './core.js';
import type { SuiteDefinition } from './define.js';
import { forwarding } from './forwarding.js';
import { kernelReplies } from './kernel-replies.js';
import { links } from './links.js';
import { macvlans } from './macvlans.js';
import { namespaces } from './namespaces.js';
import { withReleases } from './releases.js';
import { neighbours, nexthops, routes, rules } from './routes.js';

export const suites: readonly SuiteDefinition[] = [kernelReplies, core, links, macvlans, addresses, routes, rules, neighbours, forwarding, nexthops, namespaces].map(withReleases);
