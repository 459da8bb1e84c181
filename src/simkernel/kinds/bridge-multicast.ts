// How multicast groups are looked for, in a bridge or in one of its VLANs. net/bridge/br_multicast.c: br_multicast_ctx_init().

/** By the names that the schemas of both give them, in the order in which the kernel tells them of a bridge. */
export interface MulticastSettings {
  mcastLastMemberCnt: number;
  mcastStartupQueryCnt: number;
  mcastIgmpVersion: number;
  mcastMldVersion: number;
  mcastLastMemberIntvl: bigint;
  mcastMembershipIntvl: bigint;
  mcastQuerierIntvl: bigint;
  mcastQueryIntvl: bigint;
  mcastQueryResponseIntvl: bigint;
  mcastStartupQueryIntvl: bigint;
}

export const MULTICAST: Readonly<MulticastSettings> = {
  mcastLastMemberCnt: 2,
  mcastStartupQueryCnt: 2,
  mcastIgmpVersion: 2,
  mcastMldVersion: 1,
  mcastLastMemberIntvl: 100n,
  mcastMembershipIntvl: 26000n,
  mcastQuerierIntvl: 25500n,
  mcastQueryIntvl: 12500n,
  mcastQueryResponseIntvl: 1000n,
  mcastStartupQueryIntvl: 3124n,
};
