// One container on the network: makes what it is to have, and makes it again when somebody took it away.

import type { Rtnl } from 'rtnetlink';
import { IFF_UP } from 'rtnetlink/rtnl';

/** What a container is to have. */
export interface Spec {
  /** What it is called in the log. */
  readonly id: string;
  /** Its network namespace: a process in it, or an open descriptor. */
  readonly netns: number | { readonly fd: number };
  /** The link of the host that its own is put on, and how that treats its siblings. */
  readonly parent: string;
  readonly mode: 'private' | 'vepa' | 'bridge';
  /** With prefix: `172.16.10.5/24`, `fd00::5/64`. */
  readonly address: string;
  readonly gateway?: string;
  /** Seconds for which the address holds, unless it is renewed, which happens after half of them. */
  readonly lease?: number;
}

/** What the agent needs of the world: a kernel, the time, and somebody to tell. */
export interface Surroundings {
  /** A client in that namespace, or in the host's own. */
  open(netns?: Spec['netns']): Promise<Rtnl>;
  /** Runs `task` once so many milliseconds are over; what it returns calls it off. */
  schedule(milliseconds: number, task: () => void): () => void;
  log(line: string): void;
}

/** The name that its link has in the container. */
const NAME = 'eth0';

/** The kernel had no room or no time, or no one knows what became of the request: it is asked again. */
const PASSING = ['EBUSY', 'ENOBUFS', 'EAGAIN', 'ENOMEM', 'ERR_NETLINK_OVERRUN', 'ERR_NETLINK_TIMEOUT'];
const ATTEMPTS = 6;
const FIRST_PAUSE = 100;
const TIMEOUT = 5000;

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';

export class Attachment {
  /** Everything is there for the first time; rejects where that cannot be. */
  readonly ready: Promise<void>;
  private readonly mirror;
  private work: Promise<void> = Promise.resolve();
  private settle: { resolve(): void; reject(error: unknown): void } | undefined;
  private stopRenewing: (() => void) | undefined;
  private ended = false;

  private constructor(
    readonly spec: Spec,
    private readonly host: Rtnl,
    private readonly inside: Rtnl,
    private readonly around: Surroundings,
  ) {
    this.mirror = inside.watch(['link', 'address', 'route']);
    this.ready = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    this.keep();
  }

  static async open(spec: Spec, host: Rtnl, around: Surroundings): Promise<Attachment> {
    return new Attachment(spec, host, await around.open(spec.netns), around);
  }

  /** Looks whether all is there, and waits for what is missing. Never rejects. */
  check(): Promise<void> {
    this.work = this.work.then(() => this.repair());
    return this.work;
  }

  /** Takes the link away, and everything with it. */
  async end(): Promise<void> {
    this.ended = true;
    this.stopRenewing?.();
    await this.mirror.close();
    await this.work;
    // The kernel is asked, not the mirror, which may not have been told yet of what was made last.
    await this.persist(async () => {
      const link = await this.inside.links.get(NAME, { timeout: TIMEOUT }).catch(unless('ENODEV'));
      if (link?.linkinfo?.kind === 'macvlan') await this.inside.links.delete(link.index, { timeout: TIMEOUT }).catch(unless('ENODEV'));
    });
    await this.inside.close();
  }

  /** Whatever changes in the container, be it by us: the mirror says what is missing then. */
  private async keep(): Promise<void> {
    try {
      await this.mirror.ready;
      await this.check();
      for await (const event of this.mirror) {
        if (event.kind === 'overrun') this.log('notifications were lost: all is listed again');
        await this.check();
      }
    } catch (error) {
      this.failed(error);
    }
  }

  private async repair(): Promise<void> {
    if (this.ended) return;
    try {
      if (!(await this.persist(() => this.complete())) || this.settle === undefined) return;
      this.log('ready');
      this.settle.resolve();
      this.settle = undefined;
      if (this.spec.lease !== undefined) this.renewLater(this.spec.lease * 500);
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    this.log(`failed: ${(error as Error).message}`);
    this.settle?.reject(error);
  }

  /** Adds what is missing; whether nothing is. */
  private async complete(): Promise<boolean> {
    const { parent, mode, netns, gateway } = this.spec;
    let link = await this.link();
    if (link === undefined) {
      this.log(`makes ${NAME} on ${parent}`);
      // Made where it is to be, in one request. If its answer is lost the next attempt finds it.
      await this.host.links.add({ kind: 'macvlan', name: NAME, link: parent, mode, netns }, { timeout: TIMEOUT }).catch(unless('EEXIST'));
      link = await this.link();
    }
    if (link === undefined) return false;
    const { index, flags, linkinfo } = link;
    if (linkinfo?.kind !== 'macvlan') throw new Error(`${NAME} is a ${linkinfo?.kind ?? 'link'} of somebody else's`);
    if (linkinfo.macvlan?.mode !== mode) await this.inside.links.set(index, { kind: 'macvlan', mode }, { timeout: TIMEOUT });
    if ((flags & IFF_UP) === 0) await this.inside.links.set(index, { up: true }, { timeout: TIMEOUT });
    if (!this.hasAddress(index)) {
      // An IPv6 address is there before it can be used: the mirror has it after duplicate address detection.
      await this.inside.addresses.add({ dev: index, ...this.address() }, { timeout: TIMEOUT }).catch(unless('EEXIST'));
    }
    await this.mirror.settled();
    if (!this.hasAddress(index) || gateway === undefined) return this.hasAddress(index);
    if (!this.hasGateway(index, gateway)) await this.inside.routes.replace({ dst: 'default', via: gateway, dev: index }, { timeout: TIMEOUT });
    return true;
  }

  private async link() {
    await this.mirror.settled();
    return [...this.mirror.current.link.values()].find(({ ifname }) => ifname === NAME);
  }

  private hasAddress(index: number): boolean {
    const [wanted, length] = this.spec.address.split('/');
    const ours = [...this.mirror.current.address.values()].filter((one) => one.index === index);
    return ours.some(({ local, address, prefixlen }) => (local ?? address) === wanted && prefixlen === Number(length));
  }

  private hasGateway(index: number, wanted: string): boolean {
    return [...this.mirror.current.route.values()].some(({ dstLen, oif, gateway }) => dstLen === 0 && oif === index && gateway === wanted);
  }

  private address() {
    const { address, lease } = this.spec;
    return { address, ...(lease !== undefined && { validLft: lease, preferredLft: lease }) };
  }

  private renewLater(milliseconds: number): void {
    this.stopRenewing = this.around.schedule(milliseconds, () => {
      this.work = this.work.then(() => this.renew(milliseconds));
    });
  }

  private async renew(milliseconds: number): Promise<void> {
    if (this.ended) return;
    this.renewLater(milliseconds);
    try {
      await this.persist(async () => {
        const link = await this.link();
        if (link !== undefined) await this.inside.addresses.replace({ dev: link.index, ...this.address() }, { timeout: TIMEOUT });
      });
    } catch (error) {
      this.failed(error);
    }
  }

  /** Again and again, with longer and longer pauses, while what is in the way may pass. */
  private async persist<T>(what: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await what();
      } catch (error) {
        if (!PASSING.includes(codeOf(error)) || attempt === ATTEMPTS) throw error;
        const pause = FIRST_PAUSE * 2 ** (attempt - 1);
        this.log(`${codeOf(error)}, again in ${pause} ms: ${(error as Error).message}`);
        await new Promise<void>((resolve) => this.around.schedule(pause, resolve));
      }
    }
  }

  private log(line: string): void {
    this.around.log(`${this.spec.id}: ${line}`);
  }
}

/** For `catch`: takes that one error for success. */
function unless(code: string): (error: unknown) => undefined {
  return (error) => {
    if (codeOf(error) !== code) throw error;
  };
}
