// The parameters that tables of neighbours have for a link.

import * as fc from 'fast-check';
import { listNeighbourTablesRequest, setNeighbourTableRequest } from '../../../../src/rtnl/neighbour-table-requests.js';
import { and, link, some, type Verb, words } from '../verb.js';

const count = fc.constantFrom(0, 1, 3, 7, 0xffffffff);
const time = fc.constantFrom(0, 1, 1000, 1001, 30000, 0x7fffffff, 0xffffffff);
const spec = and(
  fc.record({ name: fc.constantFrom('arp_cache', 'ndisc_cache', 'arp_cache', 'ndisc_cache', 'arp') }),
  some({ family: fc.constantFrom('inet', 'inet6') }, { most: 1 }),
  some({ dev: link }, { least: 1, most: 1 }),
  some({ baseReachable: time, retrans: time, gcStale: time, delayProbe: time, anycastDelay: time, proxyDelay: time, locktime: time, gcInterval: time }, { most: 2 }),
  some({ queue: count, appProbes: count, ucastProbes: count, mcastProbes: count, proxyQueue: count, thresh1: count }, { least: 1 }),
);

export const neighbourTableVerbs: Readonly<Record<string, Verb>> = {
  'ntable set': {
    weight: 2,
    spec,
    perform: (place, { dev, ...rest }) => place.ask(setNeighbourTableRequest(rest as never, place.index(dev as string))),
    command: ({ name, ...rest }) => `ip ntable change name ${name} ${words(rest)}`,
  },
  'ntable list': {
    weight: 1,
    spec: some({ family: fc.constantFrom('inet', 'inet6') }, { most: 1 }),
    perform: (place, spec) => place.dump(listNeighbourTablesRequest(spec)),
    command: () => 'ip ntable',
  },
};
