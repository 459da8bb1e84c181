// Times as a kernel with 250 ticks a second keeps them. kernel/time/time.c: clock_t_to_jiffies(), jiffies_to_clock_t().

const MOST = 0xffffffffffffffffn;

/** Of hundredths of a second; a product beyond 64 bits loses what is above them. */
export const ticksOf = (hundredths: bigint): bigint => (hundredths >= (MOST / 250n) * 100n ? MOST : BigInt.asUintN(64, hundredths * 250n) / 100n);

/** Hundredths of a second, to ticks and back: there are no others. */
export const tickedLong = (hundredths: bigint): bigint => BigInt.asUintN(64, ticksOf(hundredths) * 4_000_000n) / 10_000_000n;
/** The same of a number. */
export const ticked = (hundredths: number): number => Math.floor((Math.floor((hundredths * 5) / 2) * 2) / 5);
/** Milliseconds, rounded up: proc_dointvec_ms_jiffies(). */
export const tickedUp = (milliseconds: number): number => Math.ceil(milliseconds / 4) * 4;
