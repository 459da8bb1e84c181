// Forwarding entries of bridges, and addresses that links receive beside their own.

import * as fc from 'fast-check';
import { addFdbRequest, deleteFdbRequest, flushFdbRequest, getFdbRequest, listFdbRequest, replaceFdbRequest } from '../../../../src/rtnl/fdb-requests.js';
import type { Place } from '../place.js';
import { STATIONS } from '../stations.js';
import { and, link, mostly, type Spec, some, type Verb, words } from '../verb.js';

const station = fc.integer({ min: 1, max: 6 }).map((number) => `${STATIONS}0${number}`);
const lladdr = fc.oneof(
  { weight: 6, arbitrary: station },
  { weight: 1, arbitrary: fc.constantFrom('01:00:5e:00:00:09', '33:33:00:00:01:00', '01:80:c2:00:00:0e', '00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff') },
);
const dev = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('v1', 'w1', 'b0', 'm0', 'm1') }, { weight: 1, arbitrary: link });
/** Of the bridge, of the link, of both. */
const where = fc.constantFrom<Spec>({ master: true }, { master: true }, { self: true }, { self: true, master: true });
const entry = and(
  fc.record({ dev, lladdr, state: mostly<unknown>('permanent', 'static', 'dynamic', 'static', 'dynamic', 0, 0x04, 0x20) }),
  where,
  some({ vlan: fc.constantFrom(1, 5), externLearn: fc.constant(true), sticky: fc.constant(true), use: fc.constant(true) }, { most: 1 }),
);
const key = and(fc.record({ dev, lladdr }), where);
const split = (place: Place, { dev, ...rest }: Spec): readonly [number, never] => [place.index(dev as string), rest as never];
const typed = (spec: Spec): string => words(spec, { lladdr: '', state: '', externLearn: 'extern_learn' });

export const forwardingVerbs: Readonly<Record<string, Verb>> = {
  'fdb add': { weight: 5, spec: entry, perform: (place, spec) => place.ask(addFdbRequest(...split(place, spec))), command: (spec) => `bridge fdb add ${typed(spec)}` },
  'fdb replace': { weight: 2, spec: entry, perform: (place, spec) => place.ask(replaceFdbRequest(...split(place, spec))), command: (spec) => `bridge fdb replace ${typed(spec)}` },
  'fdb delete': { weight: 2, spec: key, perform: (place, spec) => place.ask(deleteFdbRequest(...split(place, spec))), command: (spec) => `bridge fdb del ${typed(spec)}` },
  'fdb get': {
    weight: 1,
    spec: and(fc.record({ lladdr }), fc.constantFrom<Spec>({ self: true }, { master: true }, {}), some({ dev, bridge: fc.constantFrom('b0', 'b1'), vlan: fc.constant(5) })),
    perform: (place, { dev, bridge, ...rest }) =>
      place.ask(
        getFdbRequest({ ...(dev !== undefined && { index: place.index(dev as string) }), ...(bridge !== undefined && { bridge: place.index(bridge as string) }) }, rest as never),
      ),
    command: (spec) => `bridge fdb get ${words(spec, { lladdr: '', bridge: 'br' })}`,
  },
  'fdb flush': {
    weight: 1,
    spec: and(
      fc.record({ dev }),
      some({ permanent: fc.boolean(), static: fc.boolean(), dynamic: fc.boolean(), addedByUser: fc.boolean(), externLearn: fc.boolean(), sticky: fc.boolean(), brport: link }),
      fc.constantFrom<Spec>({ master: true }, { self: true }),
    ),
    perform: (place, { brport, ...spec }) => {
      const [index, rest] = split(place, spec);
      return place.ask(flushFdbRequest(index, { ...(rest as object), ...(brport !== undefined && { brport: place.index(brport as string) }) }));
    },
    command: (spec) => `bridge fdb flush ${words(spec)}`,
  },
  'fdb list': {
    weight: 1,
    spec: some({ dev, bridge: fc.constantFrom('b0', 'b1', 'v0') }),
    perform: (place, { dev, bridge }) =>
      place.dump(listFdbRequest({ ...(dev !== undefined && { index: place.index(dev as string) }), ...(bridge !== undefined && { bridge: place.index(bridge as string) }) })),
    command: (spec) => `bridge fdb show ${words(spec, { bridge: 'br' })}`,
  },
};
