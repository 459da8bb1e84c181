// Times as a kernel with 250 ticks a second keeps them. kernel/time/time.c: clock_t_to_jiffies(), jiffies_to_clock_t().

const MOST = 0xffffffffffffffffn;

/** Of hundredths of a second; a product beyond 64 bits loses what is above them. */
const ticksOf = (hundredths: bigint): bigint => (hundredths >= (MOST / 250n) * 100n ? MOST : BigInt.asUintN(64, hundredths * 250n) / 100n);

/** Hundredths of a second, to ticks and back: there are no others. */
export const tickedLong = (hundredths: bigint): bigint => BigInt.asUintN(64, ticksOf(hundredths) * 4_000_000n) / 10_000_000n;
/** The same of a number. */
export const ticked = (hundredths: number): number => Math.floor((Math.floor((hundredths * 5) / 2) * 2) / 5);
/** Milliseconds, rounded up: proc_dointvec_ms_jiffies(). */
export const tickedUp = (milliseconds: number): number => Math.ceil(milliseconds / 4) * 4;

/** Intervals of queries, in hundredths of a second: BR_MULTICAST_QUERY_INTVL_MIN, BR_MULTICAST_QUERY_INTVL_MAX. */
const QUERY_LEAST = 100n;
const QUERY_MOST = 8_640_000n;

/** br_multicast_set_query_intvl(), br_multicast_set_startup_query_intvl(). */
export function queryInterval(hundredths: bigint): bigint {
  if (hundredths < QUERY_LEAST) return QUERY_LEAST;
  return ticksOf(hundredths) > ticksOf(QUERY_MOST) ? QUERY_MOST : tickedLong(hundredths);
}
