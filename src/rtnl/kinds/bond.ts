// bond: several links as one, and by `slave` those links. drivers/net/bonding.

import type { LinkKind } from '../kind.js';
import { type AttributeOptions, attributeOptions } from './attribute-options.js';
import { type Bond, bondData } from './bond-data.js';
import { type BondSlave, type BondSlaveChange, bondSlaveChange, bondSlaveData } from './bond-slave.js';
import { bondXstats } from './bond-xstats.js';

const SETTABLE = [
  'mode',
  'miimon',
  'updelay',
  'downdelay',
  'useCarrier',
  'arpInterval',
  'arpIpTarget',
  'arpValidate',
  'arpAllTargets',
  'primaryReselect',
  'failOverMac',
  'xmitHashPolicy',
  'resendIgmp',
  'numPeerNotif',
  'allSlavesActive',
  'minLinks',
  'lpInterval',
  'packetsPerSlave',
  'adLacpRate',
  'adSelect',
  'adActorSysPrio',
  'adUserPortKey',
  'adActorSystem',
  'tlbDynamicLb',
  'peerNotifDelay',
  'adLacpActive',
  'missedMax',
  'nsIp6Target',
  'coupledControl',
  'broadcastNeigh',
  'lacpStrict',
] as const;

/** What can be set of a bond. The kernel refuses with EINVAL what its mode has no use for. */
export type BondOptions = AttributeOptions<Bond, (typeof SETTABLE)[number]> & {
  /** The slave to use, by index or name; 0 lets the bond choose. */
  readonly activeSlave?: number | string;
  /** The slave that is used whenever it can be, by index or name; 0 is none. */
  readonly primary?: number | string;
};

const options = attributeOptions<Bond>()('bond', [...SETTABLE, 'activeSlave', 'primary']) as (options: BondOptions) => Bond | undefined;

export const bondKind = {
  data: bondData,
  slave: bondSlaveData,
  add: options,
  change: options,
  changeSlave: bondSlaveChange,
  links: ['activeSlave', 'primary'],
  xstats: bondXstats,
} satisfies LinkKind<Bond, BondSlave, BondOptions, BondOptions, BondSlaveChange>;
