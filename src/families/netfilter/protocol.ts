// Netfilter: a subsystem in the upper byte of a message's type, what it does in the lower. include/uapi/linux/netfilter/nfnetlink.h;
// net/netfilter/nfnetlink.c. Its attributes are in network byte order.

import { attributes } from '../../netlink/attributes.js';
import { be32 } from '../../netlink/codec.js';
import { protocol } from '../../netlink/protocol.js';
import { __be16, __u8, struct } from '../../netlink/struct.js';
import { type FamilyBody, type FamilyProtocol, familyBody } from '../protocol.js';
import * as conntrack from './conntrack.js';
import * as ipset from './ipset.js';
import { objectAttributes } from './nft-objects.js';
import * as nft from './nftables.js';
import * as others from './others.js';
import * as packets from './packets.js';

/** NFNL_SUBSYS_*. */
const CTNETLINK = 1;
const CTNETLINK_EXP = 2;
const QUEUE = 3;
const ULOG = 4;
const OSF = 5;
const IPSET = 6;
const ACCT = 7;
const CTNETLINK_TIMEOUT = 8;
const CTHELPER = 9;
const NFTABLES = 10;
const NFT_COMPAT = 11;
const HOOK = 12;

type Messages = Record<string, readonly [type: number, body: FamilyBody]>;

/** Messages of a subsystem, numbered from 0 in the order of their names; a dash is a number that nothing has. */
function named(subsystem: number, names: string, body: FamilyBody, first = 0): Messages {
  const out: Messages = {};
  for (const [i, name] of names.trim().split(/\s+/).entries()) if (name !== '-') out[name] = [(subsystem << 8) | (first + i), body];
  return out;
}

/** NETLINK_NETFILTER. */
export function netfilterProtocol(): FamilyProtocol {
  /** `resId` is the number of a queue, of a log group, or of the subsystem that a batch is for. */
  const nfgenmsg = struct('nfgenmsg', { family: __u8, version: __u8, resId: __be16 });
  const of = (set: unknown): FamilyBody => familyBody(nfgenmsg, set as typeof batch);
  const batch = attributes(() => ({ genid: ['NFNL_BATCH_GENID', 1, be32] }));
  const connection = of(conntrack.connectionAttributes);
  const table = of(nft.tableAttributes);
  const chain = of(nft.chainAttributes);
  const rule = of(nft.ruleAttributes);
  const set = of(nft.nftSetAttributes);
  const elements = of(nft.setElementsAttributes);
  const generation = of(nft.generationAttributes);
  const object = of(objectAttributes);
  const flowtable = of(nft.flowtableAttributes);
  const sets = of(ipset.setAttributes);
  const element = of(ipset.elementAttributes);
  return protocol({
    NFNL_MSG_BATCH_BEGIN: [0x10, of(batch)],
    NFNL_MSG_BATCH_END: [0x11, of(batch)],
    ...named(CTNETLINK, 'IPCTNL_MSG_CT_NEW IPCTNL_MSG_CT_GET IPCTNL_MSG_CT_DELETE IPCTNL_MSG_CT_GET_CTRZERO', connection),
    ...named(CTNETLINK, 'IPCTNL_MSG_CT_GET_STATS_CPU', of(conntrack.connectionStatsAttributes), 4),
    ...named(CTNETLINK, 'IPCTNL_MSG_CT_GET_STATS', of(conntrack.globalStatsAttributes), 5),
    ...named(CTNETLINK, 'IPCTNL_MSG_CT_GET_DYING IPCTNL_MSG_CT_GET_UNCONFIRMED', connection, 6),
    ...named(CTNETLINK_EXP, 'IPCTNL_MSG_EXP_NEW IPCTNL_MSG_EXP_GET IPCTNL_MSG_EXP_DELETE', of(conntrack.expectationAttributes)),
    ...named(CTNETLINK_EXP, 'IPCTNL_MSG_EXP_GET_STATS_CPU', of(conntrack.expectationStatsAttributes), 3),
    ...named(QUEUE, 'NFQNL_MSG_PACKET NFQNL_MSG_VERDICT', of(packets.queueAttributes)),
    ...named(QUEUE, 'NFQNL_MSG_CONFIG', of(packets.queueConfigAttributes), 2),
    ...named(QUEUE, 'NFQNL_MSG_VERDICT_BATCH', of(packets.queueAttributes), 3),
    ...named(ULOG, 'NFULNL_MSG_PACKET', of(packets.logAttributes)),
    ...named(ULOG, 'NFULNL_MSG_CONFIG', of(packets.logConfigAttributes), 1),
    ...named(OSF, 'OSF_MSG_ADD OSF_MSG_REMOVE', of(others.fingerprintAttributes)),
    ...named(IPSET, 'IPSET_CMD_NONE IPSET_CMD_PROTOCOL IPSET_CMD_CREATE IPSET_CMD_DESTROY IPSET_CMD_FLUSH IPSET_CMD_RENAME IPSET_CMD_SWAP IPSET_CMD_LIST IPSET_CMD_SAVE', sets),
    ...named(IPSET, 'IPSET_CMD_ADD IPSET_CMD_DEL IPSET_CMD_TEST', element, 9),
    ...named(IPSET, 'IPSET_CMD_HEADER IPSET_CMD_TYPE IPSET_CMD_GET_BYNAME IPSET_CMD_GET_BYINDEX', sets, 12),
    ...named(ACCT, 'NFNL_MSG_ACCT_NEW NFNL_MSG_ACCT_GET NFNL_MSG_ACCT_GET_CTRZERO NFNL_MSG_ACCT_DEL NFNL_MSG_ACCT_OVERQUOTA', of(others.accountAttributes)),
    ...named(
      CTNETLINK_TIMEOUT,
      'IPCTNL_MSG_TIMEOUT_NEW IPCTNL_MSG_TIMEOUT_GET IPCTNL_MSG_TIMEOUT_DELETE IPCTNL_MSG_TIMEOUT_DEFAULT_SET IPCTNL_MSG_TIMEOUT_DEFAULT_GET',
      of(others.timeoutAttributes),
    ),
    ...named(CTHELPER, 'NFNL_MSG_CTHELPER_NEW NFNL_MSG_CTHELPER_GET NFNL_MSG_CTHELPER_DEL', of(others.helperAttributes)),
    ...named(NFTABLES, 'NFT_MSG_NEWTABLE NFT_MSG_GETTABLE NFT_MSG_DELTABLE', table),
    ...named(NFTABLES, 'NFT_MSG_NEWCHAIN NFT_MSG_GETCHAIN NFT_MSG_DELCHAIN', chain, 3),
    ...named(NFTABLES, 'NFT_MSG_NEWRULE NFT_MSG_GETRULE NFT_MSG_DELRULE', rule, 6),
    ...named(NFTABLES, 'NFT_MSG_NEWSET NFT_MSG_GETSET NFT_MSG_DELSET', set, 9),
    ...named(NFTABLES, 'NFT_MSG_NEWSETELEM NFT_MSG_GETSETELEM NFT_MSG_DELSETELEM', elements, 12),
    ...named(NFTABLES, 'NFT_MSG_NEWGEN NFT_MSG_GETGEN', generation, 15),
    ...named(NFTABLES, 'NFT_MSG_TRACE', of(nft.traceAttributes), 17),
    ...named(NFTABLES, 'NFT_MSG_NEWOBJ NFT_MSG_GETOBJ NFT_MSG_DELOBJ NFT_MSG_GETOBJ_RESET', object, 18),
    ...named(NFTABLES, 'NFT_MSG_NEWFLOWTABLE NFT_MSG_GETFLOWTABLE NFT_MSG_DELFLOWTABLE', flowtable, 22),
    ...named(NFTABLES, 'NFT_MSG_GETRULE_RESET', rule, 25),
    ...named(NFTABLES, 'NFT_MSG_DESTROYTABLE', table, 26),
    ...named(NFTABLES, 'NFT_MSG_DESTROYCHAIN', chain, 27),
    ...named(NFTABLES, 'NFT_MSG_DESTROYRULE', rule, 28),
    ...named(NFTABLES, 'NFT_MSG_DESTROYSET', set, 29),
    ...named(NFTABLES, 'NFT_MSG_DESTROYSETELEM', elements, 30),
    ...named(NFTABLES, 'NFT_MSG_DESTROYOBJ', object, 31),
    ...named(NFTABLES, 'NFT_MSG_DESTROYFLOWTABLE', flowtable, 32),
    ...named(NFTABLES, 'NFT_MSG_GETSETELEM_RESET', elements, 33),
    ...named(NFT_COMPAT, 'NFNL_MSG_COMPAT_GET', of(others.compatAttributes)),
    ...named(HOOK, 'NFNL_MSG_HOOK_GET', of(others.hookAttributes)),
  });
}
