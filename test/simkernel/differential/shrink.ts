// A sequence that shows a difference, made as short as it can be.

import { type Difference, difference } from './compare.js';
import type { Operation } from './operations.js';

/** Without these the kernel draws an address, or it is no request at all. */
const KEPT: Readonly<Record<string, readonly string[]>> = { 'link add': ['name', 'kind', 'address', 'peer'] };

/** The same operation with less said: without what is wrong with it, in the one namespace, without one of its settings. */
function* less({ damage, there, ...op }: Operation): Generator<Operation> {
  if (damage !== undefined) yield { ...op, ...(there && { there }) };
  if (there !== undefined) yield { ...op, ...(damage && { damage }) };
  for (const left of Object.keys(op.spec)) {
    if (KEPT[op.do]?.includes(left)) continue;
    const spec = Object.fromEntries(Object.entries(op.spec).filter(([key]) => key !== left));
    yield { ...op, spec, ...(there && { there }), ...(damage && { damage }) };
  }
}

/** What is the same of a difference where less leads to it: what differs, and the kinds of the first two messages that do. */
function sign({ what, kernel, simulated }: Difference): string {
  const at = kernel.findIndex((line, i) => line !== simulated[i]);
  return [what, ...[kernel, simulated].map((lines) => lines[at < 0 ? kernel.length : at]?.split('{', 1))].join();
}

/** The least that still differs in the same way, as far as it is found in so many milliseconds; undefined where the difference does not come again. */
export async function shrunk(operations: readonly Operation[], patience: number): Promise<Difference | undefined> {
  const until = Date.now() + patience;
  let least = await difference(operations, { every: 1 });
  if (least === undefined) return undefined;
  const same = sign(least);
  const differs = async (fewer: readonly Operation[]): Promise<boolean> => {
    // What says too little is not a request; the functions that make one throw.
    const found = Date.now() > until ? undefined : await difference(fewer, { every: fewer.length }).catch(() => undefined);
    if (found === undefined || sign(found) !== same) return false;
    least = found;
    return true;
  };
  for (let before = Number.POSITIVE_INFINITY; least.operations.length < before; ) {
    before = least.operations.length;
    for (let size = before >> 1; size >= 1; size >>= 1) {
      for (let at = least.operations.length - size; at >= 0; at -= size) await differs(least.operations.toSpliced(at, size));
    }
  }
  for (let at = least.operations.length - 1; at >= 0; at--) {
    for (const op of less(least.operations[at] as Operation)) if (at < least.operations.length) await differs(least.operations.with(at, op));
  }
  return least;
}
