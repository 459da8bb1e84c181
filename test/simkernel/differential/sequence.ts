// The sequence of a seed: a stage, then operations at random, each aimed at what is there.

import * as fc from 'fast-check';
import { Belief } from './aim.js';
import { type Operation, operation } from './operations.js';
import { stage } from './stage.js';

interface Drawn {
  readonly op: Operation;
  /** How it is aimed; not at all where undefined. */
  readonly aim?: number;
}

const drawn: fc.Arbitrary<Drawn> = fc.oneof({ weight: 7, arbitrary: fc.record({ op: operation, aim: fc.nat() }) }, { weight: 1, arbitrary: fc.record({ op: operation }) });

function aimed(all: readonly Drawn[]): readonly Operation[] {
  const [here, there] = [new Belief(), new Belief()];
  return all.map(({ op, aim }) => {
    const [place, other] = op.there === true ? [there, here] : [here, there];
    const spec = place.withoutLoop(op.do, aim === undefined ? op.spec : place.aimed(op.do, op.spec, aim), other);
    if (op.damage === undefined) place.note(op.do, spec, other);
    return { ...op, spec };
  });
}

/** addrconf_dad_kick(): where the loopback answers for its neighbours or no longer does its address is told again, up to a second later. */
const drawsTime = ({ do: verb, spec }: Operation): boolean => verb === 'link set' && spec.dev === 'lo' && 'arp' in spec;

/** From half of `longest` to all of it, behind the stage. */
export function sequenceOf(seed: number, longest: number): readonly Operation[] {
  const sequence = fc
    .tuple(stage, fc.array(drawn, { minLength: Math.ceil(longest / 2), maxLength: longest, size: 'max' }))
    .map(([first, rest]) => aimed([...first.map((op) => ({ op })), ...rest]).filter((op) => !drawsTime(op)));
  return fc.sample(sequence, { seed, numRuns: 1 })[0] as readonly Operation[];
}
