// bridge: an Ethernet switch, and by `slave` its ports. net/bridge/br_netlink.c.

import type { LinkKind } from '../kind.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { type Bridge, bridgeData, bridgeOptions } from './bridge-data.js';
import { type BridgePort, bridgePortData } from './bridge-port-data.js';
import { type BridgePortOptions, bridgePortOptions } from './bridge-port-options.js';
import { bridgeXstats } from './bridge-xstats.js';

const READ_ONLY = [
  'rootId',
  'bridgeId',
  'rootPort',
  'rootPathCost',
  'topologyChange',
  'topologyChangeDetected',
  'helloTimer',
  'tcnTimer',
  'topologyChangeTimer',
  'gcTimer',
  'mcastQuerierState',
  'fdbNLearned',
] as const;

type Settable = Exclude<keyof Bridge & keyof typeof bridgeData.schema, (typeof READ_ONLY)[number] | 'multiBoolopt' | 'pad'>;

/** What can be set of a bridge, and the options it keeps as bits. */
export type BridgeOptions = { readonly [K in Settable]?: NonNullable<Bridge[K]> } & { readonly [K in keyof typeof bridgeOptions]?: boolean };

const refused: ReadonlySet<string> = new Set([...READ_ONLY, 'multiBoolopt', 'pad']);
const settable = (): Settable[] => Object.keys(bridgeData.schema).filter((key) => !refused.has(key)) as Settable[];

/** The options in the order of their numbers, the bits last. */
function options(options: BridgeOptions): Bridge | undefined {
  const keys = settable();
  expectOptions('bridge', options, [...keys, ...Object.keys(bridgeOptions)]);
  expectBooleans(options, Object.keys(bridgeOptions));
  const data: Record<string, unknown> = {};
  for (const key of keys) if (options[key] !== undefined) data[key] = options[key];
  let optval = 0;
  let optmask = 0;
  for (const [name, bit] of Object.entries(bridgeOptions) as [keyof typeof bridgeOptions, number][]) {
    const on = options[name];
    if (on === undefined) continue;
    optmask |= bit;
    if (on) optval |= bit;
  }
  if (optmask !== 0) data.multiBoolopt = { optval, optmask };
  return Object.keys(data).length === 0 ? undefined : (data as Bridge);
}

export const bridgeKind = {
  data: bridgeData,
  slave: bridgePortData,
  add: options,
  change: options,
  changeSlave: bridgePortOptions,
  slaveLinks: ['backupPort'],
  xstats: bridgeXstats,
} satisfies LinkKind<Bridge, BridgePort, BridgeOptions, BridgeOptions, BridgePortOptions>;
