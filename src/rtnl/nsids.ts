// Ids of namespaces as a client sees them: the verbs of `ip netns set` and `ip netns list-id`.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { told } from '../netlink/expect.js';
import { withAbout } from './about.js';
import { expectObject } from './expect.js';
import type { LinkKinds } from './kind.js';
import { type Listing, list } from './listing.js';
import { type NamespaceLike, withNamespace } from './namespace-target.js';
import type { Nsid } from './nsid.js';
import { getNsidRequest, listNsidsRequest, setNsidRequest } from './nsid-requests.js';
import type { RouteProtocol } from './protocol.js';

/** A namespace (a name, a path, a process id, a descriptor, a Namespace), or the id that it has. */
export type NsidTarget = NamespaceLike | { readonly nsid: number };

export interface NsidOptions extends RequestOptions {
  /** As the namespace that has this id in ours sees it (Linux 4.20). Needs CAP_NET_ADMIN there. */
  readonly target?: number;
}

/** `rtnl.nsids`. */
export class Nsids<K extends LinkKinds> {
  constructor(private readonly conversation: Conversation<RouteProtocol<K>['messages']>) {}

  /**
   * Gives a namespace an id in ours, which it keeps as long as both exist; the kernel chooses one for `auto`, the default.
   * Resolves to it. Rejects with KernelError `EEXIST` where it has one or the id is taken, `EPERM` without CAP_NET_ADMIN,
   * SystemError where there is no such namespace, EncodeError.
   */
  async set(namespace: NamespaceLike, nsid: number | 'auto' = 'auto', options?: RequestOptions): Promise<number> {
    return withNamespace(namespace, async (ref) => {
      await this.conversation.request(setNsidRequest(ref, nsid) as never, withAbout(options, nameOf(namespace)));
      return nsid === 'auto' ? ((await this.ask(ref, options)) ?? -1) : nsid;
    });
  }

  /**
   * The id of a namespace, or what an id is called elsewhere (`target`); undefined where it has none. Rejects with KernelError
   * (`EINVAL` for what is no network namespace), SystemError where there is no such namespace.
   */
  async get(namespace: NsidTarget, options: NsidOptions = {}): Promise<number | undefined> {
    if (typeof namespace === 'object' && namespace !== null && 'nsid' in namespace) return this.ask(namespace, options);
    return withNamespace(namespace, (ref) => this.ask(ref, options));
  }

  /** The ids that are given out. `currentNsid` is the id in our namespace where `target` names another; -1 for none. */
  async list(options: NsidOptions = {}): Promise<Listing<Nsid>> {
    expectObject(options, 'options of a request');
    const { target, ...waiting } = options;
    return list(this.conversation, listNsidsRequest({ ...(target !== undefined && { target }) }), waiting);
  }

  private async ask(query: { readonly fd: number } | { readonly pid: number } | { readonly nsid: number }, options: NsidOptions = {}): Promise<number | undefined> {
    expectObject(options, 'options of a request');
    const { target, ...waiting } = options;
    const { nsid } = (await this.conversation.getBody(getNsidRequest({ ...query, ...(target !== undefined && { target }) }) as never, waiting)) as Nsid;
    return nsid === undefined || nsid < 0 ? undefined : nsid;
  }
}

function nameOf(namespace: NamespaceLike): string {
  if (typeof namespace !== 'object') return String(namespace);
  return 'fd' in namespace ? `descriptor ${told(namespace.fd)}` : `process ${told(namespace.pid)}`;
}
