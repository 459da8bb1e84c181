// What `kind` means in a change: KIND the links of that kind, KIND_slave those whose master is of it.

import type { Codec } from '../netlink/codec.js';
import type { LinkKind, LinkKinds } from './kind.js';

/** A kind, seen from one side. */
export interface KindPart {
  /** Of the links whose master is of the kind. */
  readonly slave: boolean;
  /** What the data of the side is encoded by. */
  readonly codec: Codec<unknown> | undefined;
  /** Options of a link to be made; undefined on the side of a master. */
  readonly add: LinkKind['add'];
  /** Options of a link to be changed. */
  readonly change: LinkKind['change'];
  readonly wholeChange: boolean;
  /** Options that are links. */
  readonly links: readonly string[];
}

/** Undefined for a name that is none; a kind whose ports have no options of their own has no such side. */
export function kindPart(kinds: LinkKinds, name: string): KindPart | undefined {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) {
    return { slave: false, codec: kind.data, add: kind.add?.bind(kind), change: kind.change?.bind(kind), wholeChange: kind.wholeChange === true, links: kind.links ?? [] };
  }
  const base = name.endsWith('_slave') ? name.slice(0, -'_slave'.length) : '';
  const master = Object.hasOwn(kinds, base) ? kinds[base] : undefined;
  if (master?.changeSlave === undefined) return undefined;
  return { slave: true, codec: master.slave, add: undefined, change: master.changeSlave.bind(master), wholeChange: false, links: master.slaveLinks ?? [] };
}
