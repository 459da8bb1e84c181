// In-situ OAM over IPv6: namespaces and schemas. include/uapi/linux/ioam6_genl.h; net/ipv6/ioam6.c.

import { attributes } from '../../netlink/attributes.js';
import { bytes, flag, u8, u16, u32, u64 } from '../../netlink/codec.js';
import { commands, type GenericFamily } from './family.js';

const ioam6Attributes = attributes(() => ({
  nsId: ['IOAM6_ATTR_NS_ID', 1, u16],
  nsData: ['IOAM6_ATTR_NS_DATA', 2, u32],
  nsDataWide: ['IOAM6_ATTR_NS_DATA_WIDE', 3, u64],
  scId: ['IOAM6_ATTR_SC_ID', 4, u32],
  scData: ['IOAM6_ATTR_SC_DATA', 5, bytes],
  scNone: ['IOAM6_ATTR_SC_NONE', 6, flag],
  pad: ['IOAM6_ATTR_PAD', 7, bytes],
}));

const trace = attributes(() => ({
  traceNamespace: ['IOAM6_EVENT_ATTR_TRACE_NAMESPACE', 1, u16],
  traceNodelen: ['IOAM6_EVENT_ATTR_TRACE_NODELEN', 2, u8],
  traceType: ['IOAM6_EVENT_ATTR_TRACE_TYPE', 3, u32],
  traceData: ['IOAM6_EVENT_ATTR_TRACE_DATA', 4, bytes],
}));

export const ioam6Family: GenericFamily = {
  name: 'IOAM6',
  commands: commands(ioam6Attributes, {
    IOAM6_CMD_ADD_NAMESPACE: 1,
    IOAM6_CMD_DEL_NAMESPACE: 2,
    IOAM6_CMD_DUMP_NAMESPACES: 3,
    IOAM6_CMD_ADD_SCHEMA: 4,
    IOAM6_CMD_DEL_SCHEMA: 5,
    IOAM6_CMD_DUMP_SCHEMAS: 6,
    IOAM6_CMD_NS_SET_SCHEMA: 7,
  }),
  events: commands(trace, { IOAM6_EVENT_TRACE: 1 }),
};
