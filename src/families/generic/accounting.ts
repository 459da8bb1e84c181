// What tasks used, and warnings of disk quotas. include/uapi/linux/taskstats.h, quota.h.

import { attributes } from '../../netlink/attributes.js';
import { bytes, u32, u64 } from '../../netlink/codec.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';

export const taskstatsFamily: GenericFamily = deferredFamily('TASKSTATS', () => {
  const asked = attributes(() => ({
    pid: ['TASKSTATS_CMD_ATTR_PID', 1, u32],
    tgid: ['TASKSTATS_CMD_ATTR_TGID', 2, u32],
    registerCpumask: ['TASKSTATS_CMD_ATTR_REGISTER_CPUMASK', 3, string],
    deregisterCpumask: ['TASKSTATS_CMD_ATTR_DEREGISTER_CPUMASK', 4, string],
  }));
  const types = {
    pid: ['TASKSTATS_TYPE_PID', 1, u32],
    tgid: ['TASKSTATS_TYPE_TGID', 2, u32],
    /** struct taskstats, which has grown with every version. */
    stats: ['TASKSTATS_TYPE_STATS', 3, bytes],
  } as const;
  const task = attributes(() => types);
  const told = attributes(() => ({
    ...types,
    aggrPid: ['TASKSTATS_TYPE_AGGR_PID', 4, task],
    aggrTgid: ['TASKSTATS_TYPE_AGGR_TGID', 5, task],
    null: ['TASKSTATS_TYPE_NULL', 6, bytes],
  }));
  return {
    commands: commands(asked, { TASKSTATS_CMD_GET: 1 }),
    replies: commands(told, { TASKSTATS_CMD_NEW: 2 }),
  };
});

export const quotaFamily: GenericFamily = deferredFamily('VFS_DQUOT', () => {
  const warning = attributes(() => ({
    qtype: ['QUOTA_NL_A_QTYPE', 1, u32],
    excessId: ['QUOTA_NL_A_EXCESS_ID', 2, u64],
    warning: ['QUOTA_NL_A_WARNING', 3, u32],
    devMajor: ['QUOTA_NL_A_DEV_MAJOR', 4, u32],
    devMinor: ['QUOTA_NL_A_DEV_MINOR', 5, u32],
    causedId: ['QUOTA_NL_A_CAUSED_ID', 6, u64],
    pad: ['QUOTA_NL_A_PAD', 7, bytes],
  }));
  return { commands: commands(warning, { QUOTA_NL_C_WARNING: 1 }) };
});
