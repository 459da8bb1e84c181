// Tables, scopes and realms as callers say them: a number, or a name that iproute2 ships.

import { EncodeError } from '../netlink/errors.js';
import { defaultNames } from './name-tables.js';

/** A routing table: 1 to 4294967295, or `main`, `local`, `default`. */
export type RouteTableRef = number | string;

/** The number of a name. Throws EncodeError for a name nobody has. */
export function namedNumberOf(kind: 'tables' | 'scopes' | 'realms', name: number | string): number {
  if (typeof name === 'number') return name;
  for (const [number, known] of defaultNames[kind]) if (known === name) return number;
  if (/^\d+$/.test(name)) return Number(name);
  throw new EncodeError(`'${name}': ${kind} are numbers or ${[...defaultNames[kind].values()].join(', ')}`);
}
