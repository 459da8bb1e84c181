// Where the fields of a struct lie whose values strace tells: bytes of each, in the kernel's order. include/uapi/linux/*.h.

/** A field, or padding, which has no name. */
export interface Place {
  readonly name: string;
  /** Bytes; infinite where it takes what is left. */
  readonly size: number;
}

/** `name:bytes`; `.` is padding, `*` what is left. */
const layout = (text: string): readonly Place[] =>
  text.split(' ').map((word) => {
    const [name = '', size = ''] = word.split(':');
    return { name: name === '.' ? '' : name, size: size === '*' ? Number.POSITIVE_INFINITY : Number(size) };
  });

const LAYOUTS: readonly (readonly Place[])[] = [
  'ifi_family:1 .:1 ifi_type:2 ifi_index:4 ifi_flags:4 ifi_change:4',
  'ifa_family:1 ifa_prefixlen:1 ifa_flags:1 ifa_scope:1 ifa_index:4',
  'ifal_family:1 .:1 ifal_prefixlen:1 ifal_flags:1 ifal_index:4 ifal_seq:4',
  'rtm_family:1 rtm_dst_len:1 rtm_src_len:1 rtm_tos:1 rtm_table:1 rtm_protocol:1 rtm_scope:1 rtm_type:1 rtm_flags:4',
  'ndm_family:1 .:3 ndm_ifindex:4 ndm_state:2 ndm_flags:1 ndm_type:1',
  'ndtm_family:1 .:3',
  'ncm_family:1',
  'rtgen_family:1',
  'nh_family:1 nh_scope:1 nh_protocol:1 resvd:1 nh_flags:4',
  'family:1 dst_len:1 src_len:1 tos:1 table:1 res1:1 res2:1 action:1 flags:4',
  'family:1 pad1:1 pad2:2 ifindex:4 filter_mask:4',
  'family:1 .:3 ifindex:4',
  'family:1 data:*',
  'tcm_family:1 .:3 tcm_ifindex:4 tcm_handle:4 tcm_parent:4 tcm_info:4',
  'tca_family:1 .:3',
  'dcb_family:1 cmd:1 .:2',
  'cmd:1 version:1 reserved:2',
  'nfgen_family:1 version:1 res_id:2',
  'sdiag_family:1 sdiag_protocol:1 idiag_ext:1 .:1 idiag_states:4 id:48',
  'sdiag_family:1 sdiag_protocol:1 .:2 udiag_states:4 udiag_ino:4 udiag_show:4 udiag_cookie:8',
  'sdiag_family:1 sdiag_protocol:1 .:2 ndiag_ino:4 ndiag_show:4 ndiag_cookie:8',
  'sdiag_family:1 sdiag_protocol:1 .:2 pdiag_ino:4 pdiag_show:4 pdiag_cookie:8',
  'idiag_family:1 idiag_state:1 idiag_timer:1 idiag_retrans:1 id:48 idiag_expires:4 idiag_rqueue:4 idiag_wqueue:4 idiag_uid:4 idiag_inode:4',
  'idiag_family:1 idiag_src_len:1 idiag_dst_len:1 idiag_ext:1 id:48 idiag_states:4 idiag_dbs:4',
  'idiag_sport:2 idiag_dport:2 idiag_src:16 idiag_dst:16 idiag_if:4 idiag_cookie:8',
  'udiag_family:1 udiag_type:1 udiag_state:1 .:1 udiag_ino:4 udiag_cookie:8',
  'ndiag_family:1 ndiag_type:1 ndiag_protocol:1 ndiag_state:1 ndiag_portid:4 ndiag_dst_portid:4 ndiag_dst_group:4 ndiag_ino:4 ndiag_cookie:8',
  'pdiag_family:1 pdiag_type:1 pdiag_num:2 pdiag_ino:4 pdiag_cookie:8',
  'diag_family:1 .:1 diag_ext:1 .:1 id:48',
  'pdi_index:4 pdi_version:4 pdi_reserve:4 pdi_copy_thresh:4 pdi_tstamp:4 pdi_flags:4',
  'mem_start:8 mem_end:8 base_addr:8 irq:2 dma:1 port:1 .:4',
  'prio:2 addr:6',
  'vf:4 mac:32',
  'vf:4 vlan:4 qos:4 vlan_proto:2',
  'vf:4 .:4 guid:8',
  'vsi_mgr_id:1 vsi_type_id:3 vsi_type_version:1 pad:3',
  'flags:2 vid:2',
  'ifindex:4 state:1 flags:1 vid:2 addr:16 proto:2 .:2',
  'ndtc_key_len:2 ndtc_entry_size:2 ndtc_entries:4 ndtc_last_flush:4 ndtc_last_rand:4 ndtc_hash_rnd:4 ndtc_hash_mask:4 ndtc_hash_chain_gc:4 ndtc_proxy_qlen:4',
  'rtnh_len:2 rtnh_flags:1 rtnh_hops:1 rtnh_ifindex:4',
  'rtvia_family:2 rtvia_addr:*',
  'id:4 weight:1 weight_high:1 resvd2:2',
  'cell_log:1 size_log:1 cell_align:2 overhead:4 linklayer:4 mpu:4 mtu:4 tsize:4',
  'interval:1 ewma_log:1',
  'bytes:8 packets:4 .:4',
  'bytes:8 packets:4 drops:4 overlimits:4 bps:4 pps:4 qlen:4 backlog:4 .:4',
  'rx_bytes:8 rx_packets:8 tx_bytes:8 tx_packets:8 vid:2 flags:2 pad2:4',
].map(layout);

/** How the struct with these fields is laid out, in `size` bytes where that is known; undefined where it cannot be told. */
export function layoutOf(names: readonly string[], size: number | undefined): readonly Place[] | undefined {
  const known = LAYOUTS.find((places) => names.every((name) => places.some((place) => place.name === name)));
  if (known !== undefined) return known;
  // All others, counters above all, have fields of one size. Kernels add more at the end, which an older strace does not tell.
  const each = (size ?? 0) / names.length;
  const width = each >= 8 ? 8 : each >= 4 ? 4 : each === 2 || each === 1 ? each : 0;
  return width === 0 ? undefined : names.map((name) => ({ name, size: width }));
}
