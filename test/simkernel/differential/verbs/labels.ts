// Labels of IPv6 prefixes, by which sources are chosen.

import * as fc from 'fast-check';
import { addAddressLabelRequest, deleteAddressLabelRequest, listAddressLabelsRequest } from '../../../../src/rtnl/address-labels.js';
import type { Place } from '../place.js';
import { and, link, type Spec, some, type Verb, words } from '../verb.js';

const label = and(
  fc.record({ prefix: fc.constantFrom('fd00::/64', 'fd00::1', 'fd00::/8', 'fd09::/16', '::/0', '::ffff:0:0/96', '::1', 'fd00::1/129'), label: fc.constantFrom(5, 99) }),
  some({ dev: link }, { most: 1 }),
);
const indexOf = (place: Place, { dev }: Spec): number => (dev === undefined ? 0 : place.index(dev as string));

export const labelVerbs: Readonly<Record<string, Verb>> = {
  'label add': {
    weight: 2,
    spec: label,
    perform: (place, spec) => place.ask(addAddressLabelRequest(indexOf(place, spec), spec as never)),
    command: (spec) => `ip addrlabel add ${words(spec)}`,
  },
  'label delete': {
    weight: 1,
    spec: label,
    perform: (place, spec) => place.ask(deleteAddressLabelRequest(indexOf(place, spec), spec as never)),
    command: (spec) => `ip addrlabel del ${words(spec)}`,
  },
  'label list': { weight: 1, spec: fc.constant({}), perform: (place) => place.dump(listAddressLabelsRequest()), command: () => 'ip addrlabel' },
};
