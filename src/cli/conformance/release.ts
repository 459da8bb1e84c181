// Kernel releases as they compare: 6.9 is before 6.18.

const numbersOf = (release: string): number[] => (/^\d+(\.\d+)*/.exec(release)?.[0] ?? '0').split('.').map(Number);

/** Compares as far as `limit` goes: 6.18.44 is 6.18. Below zero where `release` is before it, above where it is beyond. */
export function compareRelease(release: string, limit: string): number {
  const given = numbersOf(release);
  for (const [i, number] of numbersOf(limit).entries()) if ((given[i] ?? 0) !== number) return (given[i] ?? 0) - number;
  return 0;
}
