// Times as a kernel with 250 ticks a second keeps them. kernel/time/time.c: clock_t_to_jiffies(), jiffies_to_clock_t().

/** Hundredths of a second, to ticks and back: there are no others. */
export const tickedLong = (hundredths: bigint): bigint => (((hundredths * 5n) / 2n) * 2n) / 5n;
/** The same of a number. */
export const ticked = (hundredths: number): number => Math.floor((Math.floor((hundredths * 5) / 2) * 2) / 5);
/** Milliseconds, rounded up: proc_dointvec_ms_jiffies(). */
export const tickedUp = (milliseconds: number): number => Math.ceil(milliseconds / 4) * 4;
