// The words after `type bridge`. iproute2: ip/iplink_bridge.c: bridge_parse_opt().

import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import { matches, type Words, wholeNumber } from '../words.js';
import { type Bridge, bridgeData, bridgeOptions, stpMode } from './bridge-data.js';
import type { BridgePort } from './bridge-port-data.js';
import { showBridgePort } from './bridge-port-show.js';
import { bridgePortUsage, bridgePortWords } from './bridge-port-words.js';
import { showBridge } from './bridge-show.js';
import { bridgeXstatsCommand } from './bridge-xstats-words.js';
import { ethernetProtocolWord, kindError, linkAddressWord, u64Word } from './word-values.js';

const bridgeUsage = `Usage: ... bridge [ fdb_flush ]
\t\t  [ forward_delay FORWARD_DELAY ]
\t\t  [ hello_time HELLO_TIME ]
\t\t  [ max_age MAX_AGE ]
\t\t  [ ageing_time AGEING_TIME ]
\t\t  [ stp_state STP_STATE ]
\t\t  [ priority PRIORITY ]
\t\t  [ group_fwd_mask MASK ]
\t\t  [ group_address ADDRESS ]
\t\t  [ no_linklocal_learn NO_LINKLOCAL_LEARN ]
\t\t  [ vlan_filtering VLAN_FILTERING ]
\t\t  [ vlan_protocol VLAN_PROTOCOL ]
\t\t  [ vlan_default_pvid VLAN_DEFAULT_PVID ]
\t\t  [ vlan_stats_enabled VLAN_STATS_ENABLED ]
\t\t  [ vlan_stats_per_port VLAN_STATS_PER_PORT ]
\t\t  [ mcast_snooping MULTICAST_SNOOPING ]
\t\t  [ mcast_vlan_snooping MULTICAST_VLAN_SNOOPING ]
\t\t  [ mcast_router MULTICAST_ROUTER ]
\t\t  [ mcast_query_use_ifaddr MCAST_QUERY_USE_IFADDR ]
\t\t  [ mcast_querier MULTICAST_QUERIER ]
\t\t  [ mcast_hash_elasticity HASH_ELASTICITY ]
\t\t  [ mcast_hash_max HASH_MAX ]
\t\t  [ mcast_last_member_count LAST_MEMBER_COUNT ]
\t\t  [ mcast_startup_query_count STARTUP_QUERY_COUNT ]
\t\t  [ mcast_last_member_interval LAST_MEMBER_INTERVAL ]
\t\t  [ mcast_membership_interval MEMBERSHIP_INTERVAL ]
\t\t  [ mcast_querier_interval QUERIER_INTERVAL ]
\t\t  [ mcast_query_interval QUERY_INTERVAL ]
\t\t  [ mcast_query_response_interval QUERY_RESPONSE_INTERVAL ]
\t\t  [ mcast_startup_query_interval STARTUP_QUERY_INTERVAL ]
\t\t  [ mcast_stats_enabled MCAST_STATS_ENABLED ]
\t\t  [ mcast_igmp_version IGMP_VERSION ]
\t\t  [ mcast_mld_version MLD_VERSION ]
\t\t  [ nf_call_iptables NF_CALL_IPTABLES ]
\t\t  [ nf_call_ip6tables NF_CALL_IP6TABLES ]
\t\t  [ nf_call_arptables NF_CALL_ARPTABLES ]

Where: VLAN_PROTOCOL := { 802.1Q | 802.1ad }
`;

type Reader = (word: string, why: string) => number | bigint;
const u8: Reader = (word, why) => wholeNumber(word, why, 0xff);
const u16: Reader = (word, why) => wholeNumber(word, why, 0xffff);
const u32: Reader = (word, why) => wholeNumber(word, why);

/** Options with one value, in the order tried: the first that a word begins is meant. */
const VALUES: readonly (readonly [word: string, key: keyof Bridge, read: Reader])[] = [
  ['forward_delay', 'forwardDelay', u32],
  ['hello_time', 'helloTime', u32],
  ['max_age', 'maxAge', u32],
  ['ageing_time', 'ageingTime', u32],
  ['stp_state', 'stpState', u32],
  ['priority', 'priority', u16],
  ['vlan_filtering', 'vlanFiltering', u8],
  ['vlan_protocol', 'vlanProtocol', ethernetProtocolWord],
  ['group_fwd_mask', 'groupFwdMask', u16],
  ['vlan_default_pvid', 'vlanDefaultPvid', u16],
  ['vlan_stats_enabled', 'vlanStatsEnabled', u8],
  ['vlan_stats_per_port', 'vlanStatsPerPort', u8],
  ['mcast_router', 'mcastRouter', u8],
  ['mcast_snooping', 'mcastSnooping', u8],
  ['mcast_query_use_ifaddr', 'mcastQueryUseIfaddr', u8],
  ['mcast_querier', 'mcastQuerier', u8],
  ['mcast_hash_elasticity', 'mcastHashElasticity', u32],
  ['mcast_hash_max', 'mcastHashMax', u32],
  ['mcast_last_member_count', 'mcastLastMemberCnt', u32],
  ['mcast_startup_query_count', 'mcastStartupQueryCnt', u32],
  ['mcast_last_member_interval', 'mcastLastMemberIntvl', u64Word],
  ['mcast_membership_interval', 'mcastMembershipIntvl', u64Word],
  ['mcast_querier_interval', 'mcastQuerierIntvl', u64Word],
  ['mcast_query_interval', 'mcastQueryIntvl', u64Word],
  ['mcast_query_response_interval', 'mcastQueryResponseIntvl', u64Word],
  ['mcast_startup_query_interval', 'mcastStartupQueryIntvl', u64Word],
  ['mcast_stats_enabled', 'mcastStatsEnabled', u8],
  ['mcast_igmp_version', 'mcastIgmpVersion', u8],
  ['mcast_mld_version', 'mcastMldVersion', u8],
  ['nf_call_iptables', 'nfCallIptables', u8],
  ['nf_call_ip6tables', 'nfCallIp6tables', u8],
  ['nf_call_arptables', 'nfCallArptables', u8],
];

/** Whose the spanning tree is. Throws UsageError. */
function stpModeWord(word: string): NonNullable<Bridge['stpMode']> {
  if (!Object.hasOwn(stpMode.names, word)) throw kindError(`Error: argument of "stp_mode" must be one of "auto", "user", "kernel", not "${word}"\n`);
  return word as keyof typeof stpMode.names;
}

/** Not to be cut short; those behind the second are words of iproute2 7.3, as `fdb_max_learned` and `stp_mode` are. */
const BITS: ReadonlyMap<string, number> = new Map([
  ['no_linklocal_learn', bridgeOptions.noLinklocalLearn],
  ['mcast_vlan_snooping', bridgeOptions.mcastVlanSnooping],
  ['mst_enabled', bridgeOptions.mstEnable],
  ['mdb_offload_fail_notification', bridgeOptions.mdbOffloadFailNotification],
  ['fdb_local_vlan_0', bridgeOptions.fdbLocalVlan0],
]);

/** In the order typed, the bits last. */
async function bridgeWords(words: Words, { littleEndian }: KindContext): Promise<Bridge | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Bridge>(bridgeData.schema, () => littleEndian);
  let optval = 0;
  let optmask = 0;
  while (words.left > 0) {
    const word = words.next();
    const bit = BITS.get(word);
    const found = VALUES.find(([name]) => matches(word, name));
    if (bit !== undefined) {
      const on = u8(words.next(), `invalid ${word}`) !== 0;
      optmask |= bit;
      optval = on ? optval | bit : optval & ~bit;
    } else if (word === 'fdb_max_learned') {
      data.add('fdbMaxLearned', wholeNumber(words.next(), 'invalid fdb_max_learned'));
    } else if (word === 'stp_mode') {
      data.add('stpMode', stpModeWord(words.next()));
    } else if (found !== undefined) {
      const [name, key, read] = found;
      data.add(key, read(words.next(), `invalid ${name}`));
    } else if (matches(word, 'group_address')) {
      data.add('groupAddr', linkAddressWord(words.next()));
    } else if (matches(word, 'fdb_flush')) {
      data.add('fdbFlush', true);
    } else {
      throw kindError(matches(word, 'help') ? bridgeUsage : `bridge: unknown command "${word}"?\n${bridgeUsage}`);
    }
  }
  if (optmask !== 0) data.add('multiBoolopt', { optval, optmask });
  return data.object();
}

/** What the command reads and prints. */
export const bridgeCommand = {
  show: showBridge,
  showSlave: showBridgePort,
  words: bridgeWords,
  slaveWords: bridgePortWords,
  xstatsCommand: bridgeXstatsCommand,
  usage: bridgeUsage,
  slaveUsage: bridgePortUsage,
} satisfies KindCommand<Bridge, BridgePort>;
