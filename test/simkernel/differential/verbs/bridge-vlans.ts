// VLANs of bridges and of their ports as `bridge vlan set`, `bridge vlan global` and `bridge vlan show` have them: RTM_NEWVLAN, RTM_DELVLAN, RTM_GETVLAN.

import * as fc from 'fast-check';
import { AF_BRIDGE } from '../../../../src/rtnl/constants.js';
import type { Place } from '../place.js';
import { link, type Spec, some, type Verb, words } from '../verb.js';

const dev = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('v1', 'w1', 'b0', 'd0') }, { weight: 1, arbitrary: link });
const vid = fc.constantFrom(1, 2, 5, 6, 7, 10);
/** BRIDGE_VLAN_INFO_*: 1 master, 2 pvid, 4 untagged, 64 options alone. */
const flags = fc.constantFrom(0, 0, 0, 2, 4, 6, 1, 5, 64, 68, 8);
const info = fc.record({ flags, vid: fc.oneof({ weight: 9, arbitrary: vid }, { weight: 1, arbitrary: fc.constantFrom(0, 4094, 4095) }) });

const entry = fc
  .tuple(
    info,
    some({ range: fc.constantFrom(2, 6, 7, 8, 12), info: fc.constant(undefined) }, { most: 1 }),
    some(
      {
        state: fc.constantFrom(0, 1, 3, 4, 5),
        tunnelInfo: fc.record({ id: fc.constantFrom(5, 6, 100), cmd: fc.constantFrom(17, 19) }),
        mcastRouter: fc.constantFrom(0, 1, 2, 3, 4),
        mcastMaxGroups: fc.constantFrom(0, 7),
        neighSuppress: fc.constantFrom(0, 1, 2),
        mcastNGroups: fc.constant(1),
      },
      { most: 2 },
    ),
  )
  .map(([info, range, options]) => ({ info, ...range, ...options }));

const globals = fc
  .tuple(
    vid,
    some(
      {
        range: fc.constantFrom(5, 6, 7, 8),
        mcastSnooping: fc.constantFrom(0, 1),
        mcastIgmpVersion: fc.constantFrom(2, 3, 4),
        mcastMldVersion: fc.constantFrom(1, 2, 0),
        mcastLastMemberCnt: fc.constantFrom(2, 9),
        mcastStartupQueryCnt: fc.constantFrom(2, 9),
        mcastQuerier: fc.constantFrom(0, 1),
        mcastLastMemberIntvl: fc.constantFrom(100, 333),
        mcastMembershipIntvl: fc.constantFrom(26000, 333),
        mcastQuerierIntvl: fc.constantFrom(25500, 333),
        mcastQueryIntvl: fc.constantFrom(12500, 3),
        mcastQueryResponseIntvl: fc.constantFrom(1000, 333),
        mcastStartupQueryIntvl: fc.constantFrom(3125, 3),
        msti: fc.constantFrom(0, 1, 2),
      },
      { most: 3 },
    ),
  )
  .map(([id, options]) => ({ id, ...options }));

const own = some({ entry: fc.array(entry, { minLength: 1, maxLength: 2 }), globalOptions: fc.array(globals, { minLength: 1, maxLength: 2 }) }, { most: 1 });

/** BigInts do not stand in JSON. */
const revived = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(revived)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, key.endsWith('Intvl') ? BigInt(one as number) : revived(one)]])))
      : value;

const message = (name: 'RTM_NEWVLAN' | 'RTM_DELVLAN'): Verb['perform'] => {
  return (place: Place, { dev, own }) => place.ask({ name, header: {}, body: { family: AF_BRIDGE, index: place.index(dev as string), ...(revived(own ?? {}) as Spec) } });
};
const told = (spec: Spec): string => words(spec);

export const bridgeVlanVerbs: Readonly<Record<string, Verb>> = {
  'vlan set': { weight: 3, spec: fc.record({ dev, own }), perform: message('RTM_NEWVLAN'), command: (spec) => `bridge vlan set ${told(spec)}` },
  'vlan unset': { weight: 1, spec: fc.record({ dev, own }), perform: message('RTM_DELVLAN'), command: (spec) => `bridge vlan unset ${told(spec)}` },
  'vlan list': {
    weight: 1,
    /** BRIDGE_VLANDB_DUMPF_*: 1 with what was counted, 2 what bridges have for all. */
    spec: some({ dev, dumpFlags: fc.constantFrom(0, 1, 2, 3) }),
    perform: (place, { dev, dumpFlags }) =>
      place.dump({
        name: 'RTM_GETVLAN',
        header: {},
        body: { family: AF_BRIDGE, ...(dev !== undefined && { index: place.index(dev as string) }), ...(dumpFlags !== undefined && { dumpFlags }) },
      }),
    command: (spec) => `bridge vlan show ${words(spec)}`,
  },
};
