// `route add`, `change`, `replace`, `prepend`, `append`, `test` and `delete`. iproute2: ip/iproute.c: iproute_modify().

import { NLM_F_ECHO } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { routeDefaults } from '../../rtnl/route-requests.js';
import { showRoute } from '../../rtnl/show/route.js';
import type { Words } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import { noDevice } from '../link/words.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { routeContext } from './context.js';
import { readRouteNexthops, readRouteWords } from './words.js';

/** Resolves to the exit code. Throws UsageError. */
export async function modifyRoute(words: Words, session: Session, name: 'RTM_NEWROUTE' | 'RTM_DELROUTE', flags: number): Promise<number> {
  const request = await readRouteWords(words, session);
  const { attributes, dev, lock } = request;
  if (dev !== undefined) {
    const index = await session.names.indexOf(dev);
    if (index === 0) throw noDevice(dev);
    attributes.add('oif', index);
  }
  const metrics = request.metrics.object();
  if (Object.keys(metrics).length > 0) attributes.add('metrics', lock === 0 ? metrics : { ...metrics, lock: lock >>> 0 });
  await readRouteNexthops(request);
  if (request.nexthops !== undefined) attributes.add('multipath', request.nexthops);
  const { family, type, scope, protocol, dstLen, srcLen, tos } = request;
  const defaults = routeDefaults({
    family,
    type,
    scope,
    protocol,
    table: request.tableTold ? request.table : undefined,
    deleting: name === 'RTM_DELROUTE',
    gateway: request.gateway || request.nexthops !== undefined || request.nhid !== 0,
  });
  const { echo } = session.options;
  const body = { dstLen, srcLen, tos, ...defaults, flags: request.flags, ...attributes.object() };
  const replies = await session.kernel.change({ name, header: { flags: flags | (echo ? NLM_F_ECHO : 0) }, body });
  if (replies instanceof KernelError) return 2;
  if (echo) await showReplies(session, replies);
  return 0;
}

/** Length, type and flags of an acknowledgement, which is all that the kernel answers where a route is replaced by the same route. */
const NOT_A_ROUTE = 'Not a route: 00000024 00000002 00000100\n';

/** iproute2 opens the object of an echo twice. */
async function showReplies(session: Session, [reply]: readonly RouteMessage[]): Promise<void> {
  if (reply?.name !== 'RTM_NEWROUTE' && reply?.name !== 'RTM_DELROUTE') {
    session.io.stderr(NOT_A_ROUTE);
    return show(session, (out) => {
      out.openObject();
      out.closeObject();
    });
  }
  const { name, body } = reply;
  const context = await routeContext(session, [body]);
  await show(session, (out, names) => {
    out.openObject();
    showRoute(out, body, { ...context, names }, name === 'RTM_DELROUTE');
    out.closeObject();
  });
}
