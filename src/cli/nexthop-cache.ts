// Nexthop objects by id, asked of the kernel when routes over them are shown in detail. iproute2: ip/ipnexthop.c: ipnh_cache_get(),
// ipnh_cache_add(), print_cache_nexthop_id().

import { KernelError } from '../netlink/errors.js';
import type { Nexthop } from '../rtnl/nexthop.js';
import { type NexthopContext, showNexthop } from '../rtnl/show/nexthop.js';
import type { Printer } from '../rtnl/show/printer.js';
import type { Kernel, RouteMessage } from './kernel.js';

export class NexthopCache {
  private readonly byId = new Map<number, Nexthop>();

  constructor(
    private readonly kernel: Kernel,
    private readonly family: number,
  ) {}

  /** Notes what a notification says. */
  remember({ name, body }: RouteMessage): void {
    if (name === 'RTM_NEWNEXTHOP' && body.id !== undefined) this.byId.set(body.id, body);
    else if (name === 'RTM_DELNEXTHOP' && body.id !== undefined) this.byId.delete(body.id);
  }

  /** Makes this one known, if there is such a nexthop. */
  async prepare(id: number): Promise<void> {
    if (this.byId.has(id)) return;
    const answer = await this.kernel.ask({ name: 'RTM_GETNEXTHOP', header: {}, body: { family: this.family, id } });
    if (!(answer instanceof KernelError)) this.remember(answer);
  }

  /** Shows one that is known by now as part of a route: on a line of its own, or as `nh_info`. */
  show(out: Printer, id: number, context: NexthopContext): void {
    const nexthop = this.byId.get(id);
    if (nexthop === undefined) return;
    out.text('\n\tnh_info ');
    showNexthop(out, nexthop, context, { key: 'nh_info' });
  }
}
