// What can be said of links and of their kinds, for links that are made and links that are changed.

import * as fc from 'fast-check';
import { link, mac, mostly } from '../verb.js';

export const on = fc.boolean();
export const small = fc.integer({ min: 0, max: 3 });
export const mtu = fc.constantFrom(60, 68, 500, 1000, 1280, 1400, 1500, 2000, 9000, 65535, 70000);
export const mode = fc.constantFrom('private', 'vepa', 'bridge', 'passthru', 'source');

type Settings = Readonly<Record<string, fc.Arbitrary<unknown>>>;

export const OPTIONS: Settings = {
  mtu,
  txqlen: small,
  group: small,
  up: on,
  promisc: on,
  allmulticast: on,
  arp: on,
  multicast: on,
  trailers: on,
};

/** Of 64 bits, which JSON has no numbers for. */
export const TALL = ['mcastQueryIntvl', 'mcastStartupQueryIntvl', 'mcastMembershipIntvl', 'mcastQuerierIntvl'] as const;
const tall = fc.constantFrom('0', '50', '1003', '8640001', '4294967296000');

/** Of links that are made. */
export const MADE: Settings = {
  numTxQueues: fc.constantFrom(0, 1, 4, 4097),
  numRxQueues: fc.constantFrom(0, 1, 4, 4097),
  link,
  linkNetnsid: fc.constantFrom(0, 1),
  master: mostly('b0', 'b1'),
  broadcast: mac,
  alias: fc.constant('one'),
  operstate: fc.constantFrom('up', 'dormant'),
  linkmode: fc.constantFrom('dormant'),
  protoDown: on,
  gsoMaxSize: fc.constantFrom(1000, 65536),
  groMaxSize: fc.constantFrom(1000, 70000),
  addrGenMode: fc.constantFrom('none', 'eui64', 'random', 'stable_secret'),
};

export const bridgeSettings = {
  stpState: mostly(0, 0),
  ageingTime: fc.constantFrom(0, 1000, 30000),
  helloTime: fc.constantFrom(50, 100, 200, 2000),
  maxAge: fc.constantFrom(500, 600, 2000, 5000),
  forwardDelay: fc.constantFrom(100, 200, 1500, 4000),
  priority: fc.constantFrom(0, 1, 0x8000, 0xffff),
  groupFwdMask: fc.constantFrom(0, 1, 8, 0xffff),
  mcastSnooping: fc.constantFrom(0, 1),
  mcastRouter: small,
  mcastIgmpVersion: small,
  mcastMldVersion: small,
  mcastQuerier: fc.constantFrom(0, 1),
  mcastHashMax: fc.constantFrom(16, 512),
  fdbMaxLearned: fc.constantFrom(0, 5),
  groupAddr: fc.constantFrom('01:80:c2:00:00:0e', '01:80:c2:00:00:01', '02:00:00:00:00:01'),
  noLinklocalLearn: on,
  vlanFiltering: fc.constantFrom(0, 1),
  vlanProtocol: fc.constantFrom('802.1Q', '802.1ad'),
  vlanDefaultPvid: fc.constantFrom(0, 1, 5),
  vlanStatsEnabled: fc.constantFrom(0, 1),
  vlanStatsPerPort: fc.constantFrom(0, 1),
  mcastQueryUseIfaddr: fc.constantFrom(0, 1),
  mcastHashElasticity: fc.constantFrom(4, 16),
  mcastStatsEnabled: fc.constantFrom(0, 1),
  mcastLastMemberCnt: small,
  mcastStartupQueryCnt: small,
  mcastQueryIntvl: tall,
  mcastStartupQueryIntvl: tall,
  mcastMembershipIntvl: tall,
  mcastQuerierIntvl: tall,
  nfCallIptables: fc.constantFrom(0, 1),
  fdbFlush: fc.constant(true),
  mcastVlanSnooping: on,
  mstEnable: on,
  mdbOffloadFailNotification: on,
  fdbLocalVlan0: on,
};

export const portSettings = {
  hairpin: on,
  guard: on,
  rootBlock: on,
  fastLeave: on,
  learning: on,
  flood: on,
  mcastFlood: on,
  bcastFlood: on,
  mcastToUnicast: on,
  proxyArp: on,
  proxyArpWifi: on,
  neighSuppress: on,
  neighVlanSuppress: on,
  vlanTunnel: on,
  isolated: on,
  locked: on,
  mab: on,
  cost: fc.constantFrom(0, 1, 50, 65535),
  priority: fc.constantFrom(0, 5, 63, 64),
  state: fc.integer({ min: 0, max: 5 }),
  groupFwdMask: fc.constantFrom(0, 1, 2, 8),
  multicastRouter: small,
  mcastEhtHostsLimit: fc.constantFrom(0, 100),
  mcastMaxGroups: small,
  backupNhid: fc.constantFrom(0, 1, 7),
  neighForwardGrat: on,
};

export const macvlanSettings = {
  bcQueueLen: fc.constantFrom(0, 1, 1000, 2000),
  bcCutoff: fc.constantFrom(-1, 0, 1, 5),
  nodst: on,
  nopromisc: on,
};

const priority = fc.constantFrom(0, 1, 7, 8, 17);
const mappings = fc.array(fc.record({ from: priority, to: priority }), { minLength: 1, maxLength: 3 });

export const vlanSettings = {
  reorderHdr: on,
  gvrp: on,
  mvrp: on,
  looseBinding: on,
  bridgeBinding: on,
  ingressQos: mappings,
  egressQos: mappings,
};

/** IFLA_INFO_DATA of a VLAN that the library has no option for, or refuses. */
export const vlanRaw = fc.constantFrom(
  { id: 4095 },
  { id: 0xffff },
  { protocol: 0x0800 },
  { flags: { flags: 0x20, mask: 0x20 } },
  { flags: { flags: 0x20, mask: 0 } },
  { flags: { flags: 0, mask: 0x40 } },
  { flags: { flags: 0x1f, mask: 0x1f } },
  { ingressQos: [] },
  { egressQos: [] },
);
