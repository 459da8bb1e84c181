// A link's request while its words are read.

import { AttributeList } from '../../rtnl/attribute-list.js';
import { type AnyLink, linkBody } from '../../rtnl/link.js';
import type { LinkFields } from '../../rtnl/link-message.js';
import type { Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';

const { schema } = linkBody({}).attributes;

export class LinkRequest {
  readonly attributes: AttributeList<AnyLink>;
  flags = 0;
  change = 0;
  name: string | undefined;
  dev: string | undefined;
  /** `dev` was taken from `name` and may still be told. */
  devIsName = false;
  /** The lower link's name. */
  link: string | undefined;
  index = 0;
  addressLength = 0;
  group: number | undefined;
  movesNamespace = false;
  type: string | undefined;
  /** Words that may be told once. */
  readonly told = new Set<string>();

  constructor(
    readonly session: Session,
    readonly family: number,
    readonly words: Words,
  ) {
    this.attributes = new AttributeList(schema, () => session.littleEndian);
  }

  setFlag(bit: number, on: boolean): void {
    this.change |= bit;
    this.flags = on ? this.flags | bit : this.flags & ~bit;
  }

  fields(): LinkFields {
    return { flags: this.flags, change: this.change, options: this.attributes.object() };
  }
}
