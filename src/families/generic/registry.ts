// Which family of generic netlink has which number: the kernel hands numbers out as families are registered, and its controller tells
// them to who asks. What it tells is learnt as it passes.

import { GENL_ID_CTRL } from '../../netlink/constants.js';
import { type Controller, CTRL_CMD_DELMCAST_GRP, CTRL_CMD_NEWFAMILY, CTRL_CMD_NEWMCAST_GRP } from './controller.js';

/** A command of a family, by its number. */
export interface FamilyOperation {
  readonly id: number;
  /** Who may use it, and how. */
  readonly flags: readonly (string | number)[];
}

/** A multicast group of a family. */
export interface FamilyGroup {
  readonly id: number;
  readonly name: string;
}

/** What the controller told of a family. */
export interface LearntFamily {
  /** nlmsg_type of its messages. */
  readonly id: number;
  readonly name: string;
  readonly version: number;
  /** Bytes between genlmsghdr and the attributes. */
  readonly hdrsize: number;
  readonly maxattr: number;
  readonly operations: readonly FamilyOperation[];
  readonly groups: readonly FamilyGroup[];
}

const family = (id: number, name: string): LearntFamily => ({ id, name, version: 0, hdrsize: 0, maxattr: 0, operations: [], groups: [] });

/** Those with a number of their own: linux/genetlink.h, GENL_ID_*. */
const RESERVED = [family(GENL_ID_CTRL, 'nlctrl'), family(0x11, 'VFS_DQUOT'), family(0x12, 'pmcraid')];

/** The families of generic netlink of one machine, as far as its controller was heard to tell of them. */
export class GenericFamilies implements Iterable<LearntFamily> {
  private readonly families = new Map<number, LearntFamily>(RESERVED.map((one) => [one.id, one]));

  /** Takes in what a message of the controller tells; anything else is passed over. */
  learn(body: Controller & { readonly cmd: number }): void {
    const { cmd, familyId: id, familyName, familyVersion = 0, hdrsize = 0, maxattr = 0, ops = [], mcastGroups = [] } = body;
    if (id === undefined) return;
    const groups = mcastGroups.flatMap(({ id: group, name = '' }) => (group === undefined ? [] : [{ id: group, name }]));
    const known = this.families.get(id);
    if (cmd === CTRL_CMD_NEWFAMILY && familyName !== undefined) {
      const operations = ops.flatMap(({ id: op, flags = [] }) => (op === undefined ? [] : [{ id: op, flags }]));
      this.families.set(id, { id, name: familyName, version: familyVersion, hdrsize, maxattr, operations, groups });
    } else if (known !== undefined && (cmd === CTRL_CMD_NEWMCAST_GRP || cmd === CTRL_CMD_DELMCAST_GRP)) {
      const others = known.groups.filter((one) => !groups.some((group) => group.id === one.id));
      this.families.set(id, { ...known, groups: cmd === CTRL_CMD_NEWMCAST_GRP ? [...others, ...groups] : others });
    }
    // What CTRL_CMD_DELFAMILY takes away stays known: messages from before it may still be looked at.
  }

  /** By nlmsg_type. */
  byId(id: number): LearntFamily | undefined {
    return this.families.get(id);
  }

  /** By the name it was registered under. */
  byName(name: string): LearntFamily | undefined {
    for (const one of this.families.values()) if (one.name === name) return one;
    return undefined;
  }

  /** In the order in which they were heard of. */
  [Symbol.iterator](): Iterator<LearntFamily> {
    return this.families.values();
  }
}
