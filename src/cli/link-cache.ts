// Names and indexes of links, asked of the kernel when they are first needed. iproute2: lib/ll_map.c.

import { KernelError } from '../netlink/errors.js';
import { IFNAMSIZ_MAX, RTEXT_FILTER_SKIP_STATS, RTEXT_FILTER_VF } from '../rtnl/constants.js';
import type { AnyLink } from '../rtnl/link.js';
import { type LinkNames, unknownLink } from '../rtnl/show/link-names.js';
import type { Kernel } from './kernel.js';

interface KnownLink {
  readonly index: number;
  readonly name: string;
  readonly flags: number;
  readonly type: number;
}

/** The attribute under which a name is looked up: long ones are alternative names. */
export function nameAttribute(name: string): Pick<AnyLink, 'ifname'> | Pick<AnyLink, 'altIfname'> {
  return isInterfaceName(name) ? { ifname: name } : { altIfname: name };
}

/** Whether the kernel would take it as a link's name: dev_valid_name() but for `.` and `..`. */
export function isInterfaceName(name: string): boolean {
  return Buffer.byteLength(name) <= IFNAMSIZ_MAX && isAlternativeName(name);
}

/** An alternative name may be longer. */
export function isAlternativeName(name: string): boolean {
  return /^[^/\s]+$/.test(name);
}

export class LinkCache implements LinkNames {
  private readonly byIndex = new Map<number, KnownLink>();
  private readonly byName = new Map<string, KnownLink>();

  constructor(private readonly kernel: Kernel) {}

  /**
   * Notes what a message about a link says. A link keeps the name it was first known by, as in iproute2 6.1, which then finds
   * it under neither name; until its end is told.
   */
  remember({ index = 0, ifname, flags = 0, type = 0, propList = [] }: Partial<AnyLink>): void {
    if (ifname === undefined) return;
    const { name = ifname } = this.byIndex.get(index) ?? {};
    this.forget(index);
    const link = { index, name, flags, type };
    this.byIndex.set(index, link);
    for (const other of name === ifname ? [name, ...propList] : propList) if (typeof other === 'string') this.byName.set(other, link);
  }

  /** Learns of every link at once, as ll_init_map() does. What the kernel has against it is told and not more. */
  async rememberAll(): Promise<void> {
    const links = await this.kernel.list({ name: 'RTM_GETLINK', header: {}, body: { extMask: RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS } });
    if (links instanceof KernelError) return;
    for (const { name, body } of links) if (name === 'RTM_NEWLINK') this.remember(body);
  }

  forget(index: number): void {
    if (!this.byIndex.delete(index)) return;
    for (const [name, link] of this.byName) if (link.index === index) this.byName.delete(name);
  }

  has(index: number): boolean {
    return this.byIndex.has(index);
  }

  /** 0 where there is none of that name; `if7` is 7 even then. */
  async indexOf(name: string): Promise<number> {
    const known = this.byName.get(name);
    if (known !== undefined) return known.index;
    const found = (await this.look({ ...nameAttribute(name) })) ?? (await this.aliased(name));
    return found ?? Number(/^if\s*\+?(\d+)/.exec(name)?.[1] ?? 0) >>> 0;
  }

  /** `eth0:1` is eth0 to the ioctl that iproute2 asks next: what stood behind a colon was an alias once. net/core/dev_ioctl.c. */
  private async aliased(name: string): Promise<number | undefined> {
    const colon = name.indexOf(':');
    return colon > 0 && isInterfaceName(name) ? this.look({ ifname: name.slice(0, colon) }) : undefined;
  }

  /** Makes this one known, if there is such a link. */
  async prepare(index: number): Promise<void> {
    if (!this.has(index)) await this.look({ index });
  }

  /** Of a link that is known by now. */
  name(index: number): string {
    return this.byIndex.get(index)?.name ?? unknownLink(index);
  }

  flags(index: number): number | undefined {
    return this.byIndex.get(index)?.flags;
  }

  type(index: number): number | undefined {
    return this.byIndex.get(index)?.type;
  }

  private async look({ index = 0, ...name }: Partial<AnyLink>): Promise<number | undefined> {
    // An index of a message may be of 32 bits without a sign: the kernel knows of none such, and answers so.
    const body = { index: index | 0, extMask: RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS, ...name };
    const answer = await this.kernel.ask({ name: 'RTM_GETLINK', header: {}, body }, true);
    if (answer instanceof KernelError || answer.name !== 'RTM_NEWLINK') return undefined;
    this.remember(answer.body);
    return answer.body.index;
  }
}
