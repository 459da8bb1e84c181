// The files of net.ipv4.conf and net.ipv6.conf: where each parameter stands, and what it takes.
// net/ipv4/devinet.c: devinet_sysctl; net/ipv6/addrconf.c: addrconf_sysctl.

/** A file of a parameter. */
export interface ParameterFile {
  /** Its place in IFLA_INET_CONF or IFLA_INET6_CONF. */
  readonly at: number;
  readonly least?: number;
  /** `mtu`: that of the link. */
  readonly most?: number | 'mtu';
  /** Of IPv4: links to come have it, and no other. */
  readonly apart?: true;
  /** What is written counts so many of those in which it is kept. */
  readonly unit?: number;
  /** Times are kept in ticks. */
  readonly ticks?: true;
  readonly readOnly?: true;
}

type Files = Readonly<Record<string, ParameterFile>>;

/** By their order in the array. */
const files = (...lines: readonly (readonly [name: string, at: number, rules?: Omit<ParameterFile, 'at'>])[]): Files =>
  Object.fromEntries(lines.map(([name, at, rules]) => [name, { at, ...rules }]));

const SECONDS = { unit: 1000 } as const;
const SWITCH = { least: 0, most: 1 } as const;

export const INET_FILES: Files = files(
  ['forwarding', 0],
  ['mc_forwarding', 1, { readOnly: true }],
  ['proxy_arp', 2],
  ['accept_redirects', 3],
  ['secure_redirects', 4],
  ['send_redirects', 5],
  ['shared_media', 6],
  ['rp_filter', 7],
  ['accept_source_route', 8],
  ['bootp_relay', 9],
  ['log_martians', 10],
  ['tag', 11],
  ['arp_filter', 12],
  ['medium_id', 13],
  ['disable_xfrm', 14, { apart: true }],
  ['disable_policy', 15, { apart: true }],
  ['force_igmp_version', 16],
  ['arp_announce', 17],
  ['arp_ignore', 18],
  ['promote_secondaries', 19, { apart: true }],
  ['arp_accept', 20],
  ['arp_notify', 21],
  ['accept_local', 22],
  ['src_valid_mark', 23],
  ['proxy_arp_pvlan', 24],
  ['route_localnet', 25, { apart: true }],
  ['igmpv2_unsolicited_report_interval', 26],
  ['igmpv3_unsolicited_report_interval', 27],
  ['ignore_routes_with_linkdown', 28],
  ['drop_unicast_in_l2_multicast', 29, { apart: true }],
  ['drop_gratuitous_arp', 30],
  ['bc_forwarding', 31],
  ['arp_evict_nocarrier', 32],
);

export const INET6_FILES: Files = files(
  ['forwarding', 0],
  ['hop_limit', 1, { least: 1, most: 255 }],
  ['mtu', 2, { least: 1280, most: 'mtu' }],
  ['accept_ra', 3],
  ['accept_redirects', 4],
  ['autoconf', 5],
  ['dad_transmits', 6],
  ['router_solicitations', 7],
  ['router_solicitation_interval', 8, SECONDS],
  ['router_solicitation_delay', 9, SECONDS],
  ['use_tempaddr', 10],
  ['temp_valid_lft', 11],
  ['temp_prefered_lft', 12],
  ['regen_max_retry', 13],
  ['max_desync_factor', 14],
  ['max_addresses', 15],
  ['force_mld_version', 16],
  ['accept_ra_defrtr', 17],
  ['accept_ra_pinfo', 18],
  ['accept_ra_rtr_pref', 19],
  ['router_probe_interval', 20, SECONDS],
  ['accept_ra_rt_info_max_plen', 21],
  ['proxy_ndp', 22],
  ['optimistic_dad', 23],
  ['accept_source_route', 24],
  ['mc_forwarding', 25, { readOnly: true }],
  ['disable_ipv6', 26],
  ['accept_dad', 27],
  ['force_tllao', 28],
  ['ndisc_notify', 29],
  ['mldv1_unsolicited_report_interval', 30, { least: 0, ticks: true }],
  ['mldv2_unsolicited_report_interval', 31, { least: 0, ticks: true }],
  ['suppress_frag_ndisc', 32],
  ['accept_ra_from_local', 33],
  ['use_optimistic', 34],
  ['accept_ra_mtu', 35],
  ['use_oif_addrs_only', 37],
  ['accept_ra_min_hop_limit', 38],
  ['ignore_routes_with_linkdown', 39],
  ['drop_unicast_in_l2_multicast', 40],
  ['drop_unsolicited_na', 41],
  ['keep_addr_on_down', 42],
  ['router_solicitation_max_interval', 43, SECONDS],
  ['seg6_enabled', 44],
  ['seg6_require_hmac', 45],
  ['enhanced_dad', 46],
  ['addr_gen_mode', 47],
  ['disable_policy', 48],
  ['accept_ra_rt_info_min_plen', 49],
  ['ndisc_tclass', 50, { least: 0, most: 255 }],
  ['rpl_seg_enabled', 51, SWITCH],
  ['ra_defrtr_metric', 52, { least: 1 }],
  ['ioam6_enabled', 53, SWITCH],
  ['ioam6_id', 54, { least: 0, most: 0xffff }],
  ['ioam6_id_wide', 55, { least: 0 }],
  ['ndisc_evict_nocarrier', 56, SWITCH],
  ['accept_untracked_na', 57, { least: 0, most: 2 }],
  ['accept_ra_min_lft', 58],
  ['force_forwarding', 59, SWITCH],
);
