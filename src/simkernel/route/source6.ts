// Which address of ours IPv6 sends from: RFC 6724. net/ipv6/addrconf.c: ipv6_dev_get_saddr(), ipv6_get_saddr_eval(); net/ipv6/addrlabel.c.

import { IFA_F_DEPRECATED, IFA_F_TENTATIVE } from '../../rtnl/constants.js';
import type { Inet6Address } from '../address/inet6-device.js';
import { isMulticast, LOOPBACK6, SCOPE_LINKLOCAL, sourceScope6 } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';

/** ipv6_addr_diff(): bits from the front that are the same. */
function commonBits(a: string, b: string): number {
  for (let i = 0; i < a.length; i++) {
    const differing = Number.parseInt(a[i] as string, 16) ^ Number.parseInt(b[i] as string, 16);
    if (differing !== 0) return 4 * i + Math.clz32(differing) - 28;
  }
  return 128;
}

/** Where packets go. */
interface Destination {
  readonly dst: string;
  readonly out: Device | undefined;
  /** The scope that its address has. */
  readonly wanted: number;
  readonly label: number | undefined;
}

/** How good an address is, by one rule after the other. */
function score({ labels }: NetNamespace, { address, prefixlen, flags, dev }: Inet6Address, { dst, out, wanted, label }: Destination): readonly number[] {
  const scope = sourceScope6(address);
  return [
    Number(address === dst),
    scope >= wanted ? -scope : scope - 128,
    Number(address === LOOPBACK6 || (flags & IFA_F_DEPRECATED) === 0),
    Number(out === undefined || dev === out),
    Number(labels.find(address, dev.index)?.label === label),
    Math.min(commonBits(address, dst), prefixlen),
  ];
}

function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] as number) > (b[at] as number);
}

/** The source of packets to `dst` that leave by `out`; undefined where there is none. */
export function sourceFor6(ns: NetNamespace, out: Device | undefined, dst: string): string | undefined {
  const to: Destination = { dst, out, wanted: sourceScope6(dst), label: ns.labels.find(dst, out?.index ?? 0)?.label };
  const near = isMulticast(dst) || to.wanted <= SCOPE_LINKLOCAL;
  const links = near ? (out === undefined ? [] : [out]) : ns.links.inOrder();
  let best: { readonly address: string; readonly score: readonly number[] } | undefined;
  for (const { inet6 } of links) {
    for (const ifp of inet6?.addresses ?? []) {
      if ((ifp.flags & IFA_F_TENTATIVE) !== 0 || isMulticast(ifp.address)) continue;
      const its = score(ns, ifp, to);
      if (best === undefined || isBetter(its, best.score)) best = { address: ifp.address, score: its };
    }
  }
  return best?.address;
}
