// Where a recording and the simulated kernel part.

import { masked } from './alike.js';

export interface Difference {
  /** Which reply, which line. */
  readonly what: string;
  /** The whole of it, on either side; undefined where one side has nothing there. */
  readonly recorded: string | undefined;
  readonly simulated: string | undefined;
}

/** Pairs of what both sides have, where they are not alike: all of them where there are as many, else the first. */
export function partings(recorded: readonly string[], simulated: readonly string[], alike: (a: string, b: string) => boolean, what: (at: number) => string): Difference[] {
  const out: Difference[] = [];
  for (let i = 0; i < Math.max(recorded.length, simulated.length); i++) {
    const [a, b] = [recorded[i], simulated[i]];
    if (a !== undefined && b !== undefined && alike(a, b)) continue;
    out.push({ what: what(i), recorded: a, simulated: b });
    if (recorded.length !== simulated.length) break;
  }
  return out;
}

/** Both texts from shortly before where they part. */
export function tell({ what, recorded = 'nothing', simulated = 'nothing' }: Difference): string {
  const [a, b] = [masked(recorded), masked(simulated)];
  if (a === b) return `${what}\n  recorded  ${recorded}\n  simulated ${simulated}`;
  let same = 0;
  while (a[same] === b[same]) same++;
  const at = Math.max(0, same - 100);
  const cut = (text: string) => `${at > 0 ? '...' : ''}${text.slice(at, same + 100)}`;
  return `${what}\n  recorded  ${cut(a)}\n  simulated ${cut(b)}`;
}
