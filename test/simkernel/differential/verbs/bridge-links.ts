// Ports of bridges as `bridge link` and `bridge vlan` have them: messages of family AF_BRIDGE.

import * as fc from 'fast-check';
import { AF_BRIDGE } from '../../../../src/rtnl/constants.js';
import { bridgePortOptions } from '../../../../src/rtnl/kinds/bridge-port-options.js';
import type { Place } from '../place.js';
import { and, link, type Spec, some, type Verb, words } from '../verb.js';
import { portSettings } from './link-settings.js';

const dev = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('v1', 'w1', 'b0') }, { weight: 1, arbitrary: link });
const vlan = fc.record({ flags: fc.constantFrom(0, 2, 6, 8, 16), vid: fc.constantFrom(0, 1, 5, 4094, 4095) });
const own = some(
  {
    /** BRIDGE_FLAGS_MASTER, BRIDGE_FLAGS_SELF. */
    flags: fc.constantFrom(0, 1, 2, 3),
    mode: fc.constantFrom(0, 1),
    vlanInfo: fc.array(vlan, { minLength: 1, maxLength: 2 }),
    vlanTunnelInfo: fc.constant([{ id: 5, vid: 5, flags: 0 }]),
    mst: fc.record({ entry: fc.array(some({ msti: fc.constantFrom(0, 1, 2), state: fc.constantFrom(0, 3, 4, 5) }), { minLength: 1, maxLength: 2 }) }),
    mrp: fc.constant({}),
    cfm: fc.constant({}),
  },
  { most: 2 },
);

const message = (name: 'RTM_SETLINK' | 'RTM_DELLINK'): Verb['perform'] => {
  return (place: Place, { dev, port, own }) => {
    const body = {
      family: AF_BRIDGE,
      index: place.index(dev as string),
      ...(port !== undefined && { protinfoBridge: bridgePortOptions(port as Spec) ?? {} }),
      ...(own !== undefined && { afSpecBridge: own }),
    };
    return place.ask({ name, header: {}, body });
  };
};

export const bridgeLinkVerbs: Readonly<Record<string, Verb>> = {
  'bridge link set': {
    weight: 6,
    spec: and(fc.record({ dev }), some({ port: some(portSettings, { least: 1, most: 3 }) }, { least: 1, most: 1 }), some({ own }, { most: 1 })),
    perform: message('RTM_SETLINK'),
    command: (spec) => `bridge link set ${words(spec)}`,
  },
  'bridge vlan add': { weight: 2, spec: fc.record({ dev, own }), perform: message('RTM_SETLINK'), command: (spec) => `bridge vlan add ${words(spec)}` },
  'bridge vlan delete': {
    weight: 2,
    spec: and(fc.record({ dev }), some({ own }, { most: 1 })),
    perform: message('RTM_DELLINK'),
    command: (spec) => `bridge vlan del ${words(spec)}`,
  },
};
