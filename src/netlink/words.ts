// Bytes compared by fours: what decides whether a value that was made before can be made again.

/** Words as they came, and which of them decide: from and to in turns. */
export interface Sample {
  readonly words: Int32Array;
  readonly compared: Int32Array;
}

/** Puts together which words decide, in their order. */
export class Runs {
  private readonly ends: number[] = [];

  add(from: number, to: number): void {
    const { ends } = this;
    if (from >= to) return;
    if (ends.length > 0 && ends[ends.length - 1] === from) ends[ends.length - 1] = to;
    else ends.push(from, to);
  }

  /** Those of what stands at `base`. */
  addAll(runs: Int32Array, base: number): void {
    for (let i = 0; i < runs.length; i += 2) this.add(base + (runs[i] as number), base + (runs[i + 1] as number));
  }

  /** From and to in turns. */
  finish(): Int32Array {
    return Int32Array.from(this.ends);
  }
}

/** The first word from `from` on, among those that decide, that differs between `words`, from `base` on, and the sample; the length of the sample where there is none. */
export function firstDifference(words: Int32Array, base: number, { words: sample, compared }: Sample, from: number): number {
  for (let run = 0; run < compared.length; run += 2) {
    const start = compared[run] as number;
    const end = compared[run + 1] as number;
    let i = Math.max(start, from);
    // Numbers that are known to be whole and small (`| 0`) are not checked for it at every step.
    for (; ((i + 3) | 0) < end; i = (i + 4) | 0) {
      const at = (base + i) | 0;
      const differs =
        ((words[at] as number) ^ (sample[i] as number)) |
        ((words[(at + 1) | 0] as number) ^ (sample[(i + 1) | 0] as number)) |
        ((words[(at + 2) | 0] as number) ^ (sample[(i + 2) | 0] as number)) |
        ((words[(at + 3) | 0] as number) ^ (sample[(i + 3) | 0] as number));
      if (differs !== 0) break;
    }
    for (; i < end; i = (i + 1) | 0) if (words[(base + i) | 0] !== sample[i]) return i;
  }
  return sample.length;
}
