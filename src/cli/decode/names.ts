// What links are called, as far as the recording has told up to here.

import type { CapturedMessage } from '../../netlink/capture/entry.js';
import { NETLINK_ROUTE } from '../../netlink/constants.js';
import type { AnyLink } from '../../rtnl/link.js';
import type { NameTables } from '../../rtnl/name-tables.js';
import { type LinkNames, unknownLink } from '../../rtnl/show/link-names.js';

/** Links that are remembered; one more, and the one told longest ago is forgotten. */
const MAX_NAMES = 65_536;

type Known = Pick<AnyLink, 'ifname' | 'flags' | 'type'>;

export class RecordedNames implements LinkNames {
  private readonly known = new Map<number, Known>();

  constructor(private readonly tables: () => NameTables) {}

  /** Learns from a message that tells of a link. A link that is gone keeps its name for what is told of it afterwards. */
  learn(message: CapturedMessage): void {
    if (message.datagram.family !== NETLINK_ROUTE || message.direction !== 'received' || message.name !== 'RTM_NEWLINK') return;
    const { index, ifname, flags, type } = message.body as Partial<AnyLink>;
    if (index === undefined || ifname === undefined) return;
    this.known.delete(index);
    this.known.set(index, { ifname, flags: flags ?? 0, type: type ?? 0 });
    if (this.known.size <= MAX_NAMES) return;
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest);
      return;
    }
  }

  name(index: number): string {
    return this.known.get(index)?.ifname ?? unknownLink(index);
  }

  flags(index: number): number | undefined {
    return this.known.get(index)?.flags;
  }

  type(index: number): number | undefined {
    return this.known.get(index)?.type;
  }

  user(uid: number): string | undefined {
    return this.tables().users?.get(uid);
  }

  userGroup(gid: number): string | undefined {
    return this.tables().userGroups?.get(gid);
  }
}
