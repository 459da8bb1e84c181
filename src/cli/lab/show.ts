// Links and routes of a host as `ip` prints them, on one line each.

import type { Link } from '../../index.js';
import { showLink } from '../../rtnl/show/link.js';
import { linkNames } from '../../rtnl/show/link-names.js';
import { printer } from '../../rtnl/show/printer.js';
import { showRoute } from '../../rtnl/show/route.js';
import { kinds } from '../kinds.js';
import type { Host } from './host.js';

/** What tells a macvlan apart in `ip -d link show`. */
const TOLD = /^\d+: (\S+):|link\/ether (\S+)|(link-netns\w* \S+)|macvlan (mode \S+)/g;

/** `macvlan1@eth0 02:00:00:00:00:01 mode vepa` */
export async function linkLine({ rtnl }: Host, link: Link): Promise<string> {
  const out = printer({ details: 1, oneline: true });
  showLink(out, link, { names: linkNames(await rtnl.links.list()), kinds, command: 'link' });
  return [...out.finish().matchAll(TOLD)].flatMap(([, ...parts]) => parts.filter((part) => part !== undefined)).join(' ');
}

/** The lines of `ip route show`, of one link or of all. */
export async function routeLines({ rtnl }: Host, dev?: string): Promise<string[]> {
  const names = linkNames(await rtnl.links.list());
  const routes = await rtnl.routes.list({ family: 'inet', table: 'main', ...(dev !== undefined && { dev }) });
  return routes.map((route) => {
    const out = printer({});
    showRoute(out, route, { names });
    return out.finish().trimEnd();
  });
}
