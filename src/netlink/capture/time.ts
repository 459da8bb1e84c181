// Times as recordings have them: nanoseconds since 1970, of any size, since whoever damages or makes a recording need not keep to what dates can tell.

const SECOND = 1_000_000_000n;

/** A time as a date, which is invalid where there is none so far away, and what that leaves out of its second. */
export function dateOf(time: bigint): { readonly date: Date; readonly nanoseconds: bigint } {
  const nanoseconds = ((time % SECOND) + SECOND) % SECOND;
  return { date: new Date(Number((time - nanoseconds) / 1_000_000n)), nanoseconds };
}

/** Seconds since 1970, for times that are no dates: `@18446744073709551615.000000000`. */
export function secondsText(time: bigint, digits: number): string {
  const away = time < 0n ? -time : time;
  return `@${time < 0n ? '-' : ''}${away / SECOND}.${String(away % SECOND)
    .padStart(9, '0')
    .slice(0, digits)}`;
}

/** ISO 8601 with so many digits of a second, at most 9, the others cut off. */
export function isoTime(time: bigint, digits: number): string {
  const { date, nanoseconds } = dateOf(time);
  if (Number.isNaN(date.getTime())) return secondsText(time, digits);
  // Far away years have a sign and six digits.
  return `${date.toISOString().slice(0, -5)}.${String(nanoseconds).padStart(9, '0').slice(0, digits)}Z`;
}
