// Tables, scopes and realms as callers say them: a number, or a name that iproute2 ships.

import { expectInteger } from '../netlink/codec.js';
import { EncodeError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
import { defaultNames } from './name-tables.js';

/** A routing table: 1 to 4294967295, or `main`, `local`, `default`. */
export type RouteTableRef = number | string;

/** The number of a name. Throws EncodeError for a name nobody has. */
export function namedNumberOf(kind: 'tables' | 'scopes' | 'realms', name: number | string): number {
  const number = typeof name === 'string' && /^\d+$/.test(name) ? Number(name) : name;
  if (typeof number === 'number') {
    expectInteger(number, 0, 0xffffffff, kind.slice(0, -1));
    return number;
  }
  for (const [known, its] of defaultNames[kind]) if (its === name) return known;
  throw new EncodeError(`${told(name)}: ${kind} are numbers or ${[...defaultNames[kind].values()].join(', ')}`);
}
