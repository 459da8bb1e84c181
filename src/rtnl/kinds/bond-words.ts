// The words after `type bond`. iproute2: ip/iplink_bond.c: bond_parse_opt().

import { formatIp, parseIpv6 } from '../../netlink/address.js';
import { AF_INET, AF_INET6 } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import { invalidWord, parseOnOff, UsageError, type Words, wrongAddress } from '../words.js';
import {
  type Bond,
  bondAdSelect,
  bondArpAllTargets,
  bondArpValidate,
  bondData,
  bondFailOverMac,
  bondLacpActive,
  bondLacpRate,
  bondMode,
  bondPrimaryReselect,
  bondXmitHashPolicy,
} from './bond-data.js';
import { showBond } from './bond-show.js';
import type { BondSlave } from './bond-slave.js';
import { bondSlaveUsage, bondSlaveWords, showBondSlave } from './bond-slave-words.js';
import { bondXstatsCommand } from './bond-xstats-words.js';
import { linkWord, noLink, number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords, type ReadAttribute, wholeOption } from './option-words.js';
import { linkAddressWord } from './word-values.js';

const bondUsage = `Usage: ... bond [ mode BONDMODE ] [ active_slave SLAVE_DEV ]
                [ clear_active_slave ] [ miimon MIIMON ]
                [ updelay UPDELAY ] [ downdelay DOWNDELAY ]
                [ peer_notify_delay DELAY ]
                [ use_carrier USE_CARRIER ]
                [ arp_interval ARP_INTERVAL ]
                [ arp_validate ARP_VALIDATE ]
                [ arp_all_targets ARP_ALL_TARGETS ]
                [ arp_ip_target [ ARP_IP_TARGET, ... ] ]
                [ ns_ip6_target [ NS_IP6_TARGET, ... ] ]
                [ primary SLAVE_DEV ]
                [ primary_reselect PRIMARY_RESELECT ]
                [ fail_over_mac FAIL_OVER_MAC ]
                [ xmit_hash_policy XMIT_HASH_POLICY ]
                [ resend_igmp RESEND_IGMP ]
                [ num_grat_arp|num_unsol_na NUM_GRAT_ARP|NUM_UNSOL_NA ]
                [ all_slaves_active ALL_SLAVES_ACTIVE ]
                [ min_links MIN_LINKS ]
                [ lp_interval LP_INTERVAL ]
                [ packets_per_slave PACKETS_PER_SLAVE ]
                [ tlb_dynamic_lb TLB_DYNAMIC_LB ]
                [ lacp_rate LACP_RATE ]
                [ lacp_active LACP_ACTIVE]
                [ ad_select AD_SELECT ]
                [ ad_user_port_key PORTKEY ]
                [ ad_actor_sys_prio SYSPRIO ]
                [ ad_actor_system LLADDR ]
                [ arp_missed_max MISSED_MAX ]

BONDMODE := balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb
ARP_VALIDATE := none|active|backup|all|filter|filter_active|filter_backup
ARP_ALL_TARGETS := any|all
PRIMARY_RESELECT := always|better|failure
FAIL_OVER_MAC := none|active|follow
XMIT_HASH_POLICY := layer2|layer2+3|layer3+4|encap2+3|encap3+4|vlan+srcmac
LACP_ACTIVE := off|on
LACP_RATE := slow|fast
AD_SELECT := stable|bandwidth|count
`;

/** One of several by name in full, or by number in C's decimal notation. */
function named<K extends keyof Bond & string>(key: K, { names }: { readonly names: Readonly<Record<string, number>> }, why: string): ReadAttribute<Bond> {
  return ({ data, words }) => {
    const word = words.next();
    const index = /^\s*[+-]?\d+$/.test(word) ? Number(word) : undefined;
    const value = Object.values(names).find((value) => value === index) ?? (Object.hasOwn(names, word) ? names[word] : undefined);
    if (value === undefined) throw invalidWord(why, word);
    data.add(key, value as NonNullable<Bond[K]>);
  };
}

const numeric = (name: string, key: { [K in keyof Bond]: number extends Bond[K] ? K : never }[keyof Bond] & string, max = 0xffffffff, why = `invalid ${name}`) =>
  one<Bond, typeof key>(key, number(why, max) as never);

/** Words of iproute2 7.3. */
const onOff = (name: string, key: 'coupledControl' | 'broadcastNeigh' | 'lacpStrict'): ReadAttribute<Bond> => {
  return ({ data, words }) => data.add(key, parseOnOff(name, words.next(), 1, true) ? 1 : 0);
};

const slave =
  (key: 'activeSlave' | 'primary'): ReadAttribute<Bond> =>
  async ({ data, words, context }) =>
    data.add(key, await linkWord(words.next(), context, noLink));

/** Words with commas between them; none where the command line ends. At most 16 of them are sent. */
const targets = (key: 'arpIpTarget' | 'nsIp6Target', read: (word: string, context: KindContext) => string): ReadAttribute<Bond> => {
  return ({ data, words, context }) => {
    const list = words.left === 0 ? [] : words.next().split(',');
    data.add(
      key,
      list
        .filter((word) => word !== '')
        .slice(0, 16)
        .map((word) => read(word, context)),
    );
  };
};

function arpTarget(word: string, context: KindContext): string {
  try {
    const { bytes } = context.address(word, AF_INET);
    return formatIp(bytes.length === 4 ? bytes : new Uint8Array(4));
  } catch (error) {
    throw error instanceof UsageError ? wrongAddress(`Error: an IP address is expected rather than "${word}"\n`) : error;
  }
}

function nsTarget(word: string, context: KindContext): string {
  const { bytes } = context.address(word, AF_INET6);
  return formatIp(bytes.length === 16 ? bytes : (parseIpv6('::') as Uint8Array));
}

const OPTIONS: readonly AttributeOption<Bond>[] = [
  option('mode', named('mode', bondMode, 'invalid mode')),
  option('active_slave', slave('activeSlave')),
  option('clear_active_slave', ({ data }) => data.add('activeSlave', 0)),
  option('miimon', numeric('miimon', 'miimon')),
  option('updelay', numeric('updelay', 'updelay')),
  option('downdelay', numeric('downdelay', 'downdelay')),
  option('peer_notify_delay', numeric('peer_notify_delay', 'peerNotifDelay')),
  option('use_carrier', numeric('use_carrier', 'useCarrier', 0xff)),
  option('arp_interval', numeric('arp_interval', 'arpInterval')),
  option('arp_ip_target', targets('arpIpTarget', arpTarget)),
  wholeOption('ns_ip6_target', targets('nsIp6Target', nsTarget)),
  option('arp_validate', named('arpValidate', bondArpValidate, 'invalid arp_validate')),
  option('arp_all_targets', named('arpAllTargets', bondArpAllTargets, 'invalid arp_all_targets')),
  wholeOption('arp_missed_max', numeric('arp_missed_max', 'missedMax', 0xff)),
  option('primary', slave('primary')),
  option('primary_reselect', named('primaryReselect', bondPrimaryReselect, 'invalid primary_reselect')),
  option('fail_over_mac', named('failOverMac', bondFailOverMac, 'invalid fail_over_mac')),
  option('xmit_hash_policy', named('xmitHashPolicy', bondXmitHashPolicy, 'invalid xmit_hash_policy')),
  option('resend_igmp', numeric('resend_igmp', 'resendIgmp')),
  option('num_grat_arp', numeric('num_grat_arp', 'numPeerNotif', 0xff, 'invalid num_grat_arp|num_unsol_na')),
  option('num_unsol_na', numeric('num_unsol_na', 'numPeerNotif', 0xff, 'invalid num_grat_arp|num_unsol_na')),
  option('all_slaves_active', numeric('all_slaves_active', 'allSlavesActive', 0xff)),
  option('min_links', numeric('min_links', 'minLinks')),
  option('lp_interval', numeric('lp_interval', 'lpInterval')),
  option('packets_per_slave', numeric('packets_per_slave', 'packetsPerSlave')),
  option('lacp_rate', named('adLacpRate', bondLacpRate, 'invalid lacp_rate')),
  wholeOption('lacp_active', named('adLacpActive', bondLacpActive, 'invalid lacp_active')),
  option('ad_select', named('adSelect', bondAdSelect, 'invalid ad_select')),
  option('ad_user_port_key', numeric('ad_user_port_key', 'adUserPortKey', 0xffff)),
  option('ad_actor_sys_prio', numeric('ad_actor_sys_prio', 'adActorSysPrio', 0xffff)),
  option('ad_actor_system', one('adActorSystem', linkAddressWord)),
  option('tlb_dynamic_lb', numeric('tlb_dynamic_lb', 'tlbDynamicLb', 0xff)),
  wholeOption('coupled_control', onOff('coupled_control', 'coupledControl')),
  wholeOption('broadcast_neighbor', onOff('broadcast_neighbor', 'broadcastNeigh')),
  wholeOption('lacp_strict', onOff('lacp_strict', 'lacpStrict')),
];

/** In the order typed. */
function bondWords(words: Words, context: KindContext): Promise<Bond | undefined> {
  return optionWords(words, context, bondData.schema, OPTIONS, (word) => notAnOption(word, `bond: unknown command "${word}"?\n`, bondUsage));
}

/** What the command reads and prints. */
export const bondCommand = {
  show: showBond,
  showSlave: showBondSlave,
  words: bondWords,
  slaveWords: bondSlaveWords,
  xstatsCommand: bondXstatsCommand,
  usage: bondUsage,
  slaveUsage: bondSlaveUsage,
} satisfies KindCommand<Bond, BondSlave>;
