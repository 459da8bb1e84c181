// The path manager of MPTCP, and what it announces of connections. include/uapi/linux/mptcp_pm.h; net/mptcp/pm_netlink.c.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, s32, u8, u16, u32 } from '../../netlink/codec.js';
import { commands, type GenericFamily } from './family.js';

const address = attributes(() => ({
  family: ['MPTCP_PM_ADDR_ATTR_FAMILY', 1, u16],
  id: ['MPTCP_PM_ADDR_ATTR_ID', 2, u8],
  addr4: ['MPTCP_PM_ADDR_ATTR_ADDR4', 3, ipv4],
  addr6: ['MPTCP_PM_ADDR_ATTR_ADDR6', 4, ipv6],
  port: ['MPTCP_PM_ADDR_ATTR_PORT', 5, u16],
  flags: ['MPTCP_PM_ADDR_ATTR_FLAGS', 6, u32],
  ifIdx: ['MPTCP_PM_ADDR_ATTR_IF_IDX', 7, s32],
}));

const pathManager = attributes(() => ({
  addr: ['MPTCP_PM_ATTR_ADDR', 1, address],
  rcvAddAddrs: ['MPTCP_PM_ATTR_RCV_ADD_ADDRS', 2, u32],
  subflows: ['MPTCP_PM_ATTR_SUBFLOWS', 3, u32],
  token: ['MPTCP_PM_ATTR_TOKEN', 4, u32],
  locId: ['MPTCP_PM_ATTR_LOC_ID', 5, u8],
  addrRemote: ['MPTCP_PM_ATTR_ADDR_REMOTE', 6, address],
}));

const event = attributes(() => ({
  token: ['MPTCP_ATTR_TOKEN', 1, u32],
  family: ['MPTCP_ATTR_FAMILY', 2, u16],
  locId: ['MPTCP_ATTR_LOC_ID', 3, u8],
  remId: ['MPTCP_ATTR_REM_ID', 4, u8],
  saddr4: ['MPTCP_ATTR_SADDR4', 5, ipv4],
  saddr6: ['MPTCP_ATTR_SADDR6', 6, ipv6],
  daddr4: ['MPTCP_ATTR_DADDR4', 7, ipv4],
  daddr6: ['MPTCP_ATTR_DADDR6', 8, ipv6],
  sport: ['MPTCP_ATTR_SPORT', 9, be16],
  dport: ['MPTCP_ATTR_DPORT', 10, be16],
  backup: ['MPTCP_ATTR_BACKUP', 11, u8],
  error: ['MPTCP_ATTR_ERROR', 12, u8],
  flags: ['MPTCP_ATTR_FLAGS', 13, u16],
  timeout: ['MPTCP_ATTR_TIMEOUT', 14, u32],
  ifIdx: ['MPTCP_ATTR_IF_IDX', 15, s32],
  resetReason: ['MPTCP_ATTR_RESET_REASON', 16, u32],
  resetFlags: ['MPTCP_ATTR_RESET_FLAGS', 17, u32],
  serverSide: ['MPTCP_ATTR_SERVER_SIDE', 18, u8],
}));

export const mptcpFamily: GenericFamily = {
  name: 'mptcp_pm',
  commands: commands(pathManager, {
    MPTCP_PM_CMD_ADD_ADDR: 1,
    MPTCP_PM_CMD_DEL_ADDR: 2,
    MPTCP_PM_CMD_GET_ADDR: 3,
    MPTCP_PM_CMD_FLUSH_ADDRS: 4,
    MPTCP_PM_CMD_SET_LIMITS: 5,
    MPTCP_PM_CMD_GET_LIMITS: 6,
    MPTCP_PM_CMD_SET_FLAGS: 7,
    MPTCP_PM_CMD_ANNOUNCE: 8,
    MPTCP_PM_CMD_REMOVE: 9,
    MPTCP_PM_CMD_SUBFLOW_CREATE: 10,
    MPTCP_PM_CMD_SUBFLOW_DESTROY: 11,
  }),
  events: commands(event, {
    MPTCP_EVENT_CREATED: 1,
    MPTCP_EVENT_ESTABLISHED: 2,
    MPTCP_EVENT_CLOSED: 3,
    MPTCP_EVENT_ANNOUNCED: 6,
    MPTCP_EVENT_REMOVED: 7,
    MPTCP_EVENT_SUB_ESTABLISHED: 10,
    MPTCP_EVENT_SUB_CLOSED: 11,
    MPTCP_EVENT_SUB_PRIORITY: 13,
    MPTCP_EVENT_LISTENER_CREATED: 15,
    MPTCP_EVENT_LISTENER_CLOSED: 16,
  }),
};
