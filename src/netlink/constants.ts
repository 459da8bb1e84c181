// Numbers of include/uapi/linux/netlink.h.

export const NETLINK_ROUTE = 0;
export const NETLINK_NETFILTER = 12;
/** The one family whose datagrams are no nlmsghdr: text. lib/kobject_uevent.c. */
export const NETLINK_KOBJECT_UEVENT = 15;
export const NETLINK_GENERIC = 16;

export const NLM_F_REQUEST = 0x01;
export const NLM_F_MULTI = 0x02;
export const NLM_F_ACK = 0x04;
export const NLM_F_ECHO = 0x08;
/** The dump is inconsistent: what it lists changed meanwhile. */
export const NLM_F_DUMP_INTR = 0x10;
/** The dump was filtered as asked for. */
export const NLM_F_DUMP_FILTERED = 0x20;

/** Modifiers of GET requests. */
export const NLM_F_ROOT = 0x100;
export const NLM_F_MATCH = 0x200;
export const NLM_F_DUMP = NLM_F_ROOT | NLM_F_MATCH;

/** Modifiers of NEW requests. */
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_APPEND = 0x800;

/** Modifier of DEL requests: all that match. */
export const NLM_F_BULK = 0x200;

/** Flags of NLMSG_ERROR. */
export const NLM_F_CAPPED = 0x100;
export const NLM_F_ACK_TLVS = 0x200;

export const NLMSG_NOOP = 1;
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_OVERRUN = 4;
export const NLMSG_MIN_TYPE = 0x10;

/** nlmsg_type of generic netlink's controller, which tells what its other types mean: linux/genetlink.h. */
export const GENL_ID_CTRL = 0x10;
