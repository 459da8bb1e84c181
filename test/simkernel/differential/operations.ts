// One change, told as data so that it shrinks, prints and is stored: a verb and what it is said about.

import * as fc from 'fast-check';
import { EncodeError } from '../../../src/netlink/errors.js';
import { type Damage, damage } from './damage.js';
import type { Answer, Place } from './place.js';
import type { Spec, Verb } from './verb.js';
import { addressVerbs } from './verbs/addresses.js';
import { bridgeLinkVerbs } from './verbs/bridge-links.js';
import { bridgeVlanVerbs } from './verbs/bridge-vlans.js';
import { forwardingVerbs } from './verbs/forwarding.js';
import { labelVerbs } from './verbs/labels.js';
import { linkVerbs } from './verbs/links.js';
import { neighbourTableVerbs } from './verbs/neighbour-tables.js';
import { routeVerbs } from './verbs/routes.js';

export interface Operation {
  readonly do: string;
  readonly spec: Spec;
  /** In the other namespace. */
  readonly there?: true;
  readonly damage?: Damage;
}

const VERBS: Readonly<Record<string, Verb>> = {
  ...linkVerbs,
  ...addressVerbs,
  ...routeVerbs,
  ...labelVerbs,
  ...neighbourTableVerbs,
  ...forwardingVerbs,
  ...bridgeLinkVerbs,
  ...bridgeVlanVerbs,
};

function verbOf(name: string): Verb {
  const verb = VERBS[name];
  if (verb === undefined) throw new TypeError(`no operation is named ${name}`);
  return verb;
}

/** Once in so many times. */
const seldom = <T>(what: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: what });

/** Any operation, the common ones more often. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  ...Object.entries(VERBS)
    .filter(([, { weight }]) => weight > 0)
    .map(([name, { weight, spec }]) => ({
      weight,
      arbitrary: fc
        .record({
          do: fc.constant(name),
          spec,
          there: seldom(fc.constant(true as const), 14),
          damage: name === 'sysctl' ? fc.constant(undefined) : seldom(damage, 12),
        })
        .map(({ there, damage: harm, ...rest }): Operation => ({ ...rest, ...(there && { there }), ...(harm && { damage: harm }) })),
    })),
);

/** Does it; undefined where the library refuses to send it. */
export function perform(op: Operation, here: Place, there: Place): Answer | undefined {
  const [place, other] = op.there === true ? [there, here] : [here, there];
  try {
    return place.spoiling(op.damage, () => verbOf(op.do).perform(place, op.spec, other));
  } catch (error) {
    if (error instanceof EncodeError) return undefined;
    throw error;
  }
}

/** As a person would type it, as far as that says all of it. */
export function command(op: Operation): string {
  const typed = verbOf(op.do).command(op.spec);
  const harm = op.damage === undefined ? '' : `   # with ${JSON.stringify(op.damage)}`;
  return `${op.there === true ? 'ip netns exec THERE ' : ''}${typed}${harm}`;
}
