// Whether an echo comes back: the route of each hop, the neighbour it asks for, the frame that gets there, and all of that again for the answer.
// Nothing is simulated packet by packet. net/ipv4/arp.c: arp_process(); net/ipv4/ip_forward.c; net/ipv4/fib_frontend.c: fib_validate_source().

import { errnoName } from '../../netlink/errno.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { NUD_STATES } from '../../rtnl/neighbour.js';
import { ipHex, ipText } from '../ip.js';
import { INET } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import { BROADCAST_MAC } from '../mac.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Found } from '../route/flow.js';
import { sourceOf } from '../route/get.js';
import { lookup } from '../route/lookup.js';
import { RTN } from '../route/route.js';
import { sourceFor6 } from '../route/source6.js';
import { type Passage, send } from './frames.js';

/** What became of an echo. */
export interface Reach {
  readonly reachable: boolean;
  /** Where and why it was lost, or that it came back. */
  readonly why: string;
  /** Where it cannot even be sent: `ENETUNREACH`, or what else the kernel says to whoever sends it. */
  readonly code?: string;
  /** The links it came in by, there and back: `br10 in switch`. */
  readonly path: readonly string[];
}

/** Routers in a row after which a packet is given up. */
const MAX_HOPS = 32;

/** Thrown where a packet is lost. */
class Lost extends Error {
  constructor(
    why: string,
    /** What is said to whoever sends it, where that is known at once. */
    readonly code?: string,
  ) {
    super(why);
  }
}

/** Told of each neighbour that was asked for and found. */
type Met = (out: Device, address: string, lladdr: string) => void;

export function reach(from: NetNamespace, to: string, met: Met = () => undefined): Reach {
  const path: string[] = [];
  try {
    const there = travel(from, undefined, ipHex(to), path, met);
    travel(there.ns, ipHex(to), there.source, path, met);
    return { reachable: true, why: `${to} answers`, path };
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    return { reachable: false, why: error.message, path, ...(path.length === 0 && error.code !== undefined && { code: error.code }) };
  }
}

/** The same, with what it leaves behind: whoever was asked for is known from then on. net/core/neighbour.c: neigh_update() */
export function echo(from: NetNamespace, to: string): Reach {
  return reach(from, to, (out, address, lladdr) => out.ns.neighbours.confirm(out, address, lladdr));
}

/** Takes a packet to whoever has its address. */
function travel(from: NetNamespace, source: string | undefined, dst: string, path: string[], met: Met): { readonly ns: NetNamespace; readonly source: string } {
  let ns = from;
  let iif: Device | undefined;
  let src = source;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const found = routed(ns, dst, src, iif);
    if (found.route.type === RTN.local) return { ns, source: src ?? found.route.prefsrc ?? dst };
    if (iif !== undefined && !forwards(iif, dst)) throw new Lost(`${ns.name} does not forward`);
    const out = found.hop?.dev;
    if (out === undefined) throw new Lost(`${ns.name} has no link for ${ipText(dst)}`);
    src ??= dst.length === 8 ? sourceOf(ns, found) : (found.route.prefsrc ?? sourceFor6(ns, out, dst));
    if (src === undefined) throw new Lost(`${ns.name} has no address to send from`);
    const address = found.hop?.gateway ?? dst;
    const next = neighbour(out, address, src);
    met(out, address, next.address);
    path.push(`${next.name} in ${next.ns.name}`);
    checkSource(next, src);
    ns = next.ns;
    iif = next;
  }
  throw new Lost(`more than ${MAX_HOPS} routers on the way to ${ipText(dst)}`);
}

function routed(ns: NetNamespace, dst: string, src: string | undefined, iif: Device | undefined): Found {
  try {
    return lookup(ns, { family: dst.length === 8 ? AF_INET : AF_INET6, dst, src, iif });
  } catch (error) {
    if (error instanceof Refusal) throw new Lost(`${ns.name} has no route to ${ipText(dst)}`, errnoName(error.errno));
    throw error;
  }
}

const forwards = ({ inet, inet6 }: Device, dst: string): boolean => (dst.length === 8 ? (inet?.setting('forwarding') ?? 0) : (inet6?.setting('forwarding') ?? 0)) !== 0;

/** rp_filter: 1 wants the way back to be by the same link, 2 that there is one. */
function checkSource(dev: Device, src: string): void {
  if (src.length !== 8) return;
  const filter = Math.max(dev.ns.inetAll[INET.rpFilter] ?? 0, dev.inet?.setting('rpFilter') ?? 0);
  if (filter === 0) return;
  const back = routed(dev.ns, src, undefined, undefined);
  if (filter === 1 && back.hop?.dev !== dev) throw new Lost(`${dev.name} in ${dev.ns.name} takes nothing from ${ipText(src)}: rp_filter`);
}

/** The link of the next hop: whoever answers for its address, and is reached then. */
function neighbour(out: Device, address: string, src: string): Device {
  const known = out.ns.neighbours.find(out, address);
  if (known !== undefined && (known.state & NUD_STATES.permanent) !== 0 && known.lladdr !== undefined) {
    const passage = send(out, known.lladdr);
    for (const dev of passage.stacks) if (dev.address === known.lladdr) return dev;
    throw lost(`nobody has ${known.lladdr}`, out, passage);
  }
  const asked = send(out, BROADCAST_MAC);
  let unanswered: Passage | undefined;
  for (const dev of asked.stacks) {
    if (!answersFor(dev, address, src)) continue;
    const answer = send(dev, out.address);
    if (answer.stacks.has(out) && send(out, dev.address).stacks.has(dev)) return dev;
    unanswered ??= answer;
  }
  if (unanswered !== undefined) throw lost(`the answer of ${ipText(address)} does not get back`, out, unanswered);
  throw lost(`nobody answers for ${ipText(address)}`, out, asked);
}

function lost(what: string, out: Device, { notes }: Passage): Lost {
  return new Lost(`${what} on ${out.name} in ${out.ns.name}${notes.length === 0 ? '' : `: ${notes.join(' and ')}`}`);
}

/** arp_process(), with arp_ignore; of IPv6 a link answers for its own addresses alone. */
function answersFor(dev: Device, address: string, src: string): boolean {
  if (address.length !== 8) return (dev.inet6?.addresses.own(address).size ?? 0) > 0;
  const ignore = Math.max(dev.ns.inetAll[INET.arpIgnore] ?? 0, dev.inet?.setting('arpIgnore') ?? 0);
  const own = (dev.inet?.addresses.own(address).size ?? 0) > 0;
  if (dev.inet === undefined || ignore >= 8) return false;
  if (ignore !== 0) return own;
  return own || (src !== address && dev.ns.inet.find(address).length > 0);
}
