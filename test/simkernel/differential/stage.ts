// What a sequence begins with: links that are up, with addresses on them and ways to go, so that what follows has something to be about.

import * as fc from 'fast-check';
import type { Operation } from './operations.js';

const mac = (number: number): string => `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`;
const add = (what: string, spec: Operation['spec']): Operation => ({ do: `${what} add`, spec });
const link = (name: string, kind: string, number: number, rest: Operation['spec'] = {}): Operation => add('link', { name, kind, address: mac(number), up: true, ...rest });
const set = (dev: string, rest: Operation['spec']): Operation => ({ do: 'link set', spec: { dev, ...rest } });
const pair = (first: string, second: string, number: number): readonly Operation[] => [
  link(first, 'veth', number, { peer: { name: second, address: mac(number + 1) } }),
  set(second, { up: true }),
];
const address = (dev: string, address: string): Operation => add('address', { dev, address, ...(address.includes(':') && { nodad: true }) });
const route = (family: 'inet' | 'inet6', spec: Operation['spec']): Operation => add('route', { family, ...spec });

const mode = fc.constantFrom('private', 'vepa', 'bridge', 'passthru', 'source');
const macvlan = (name: string, number: number, ...below: readonly string[]): fc.Arbitrary<readonly Operation[]> =>
  fc.record({ link: fc.constantFrom(...below), mode }).map((spec) => [link(name, 'macvlan', number, spec)]);

/** With the address of the link below. */
const vlan = (name: string, ...below: readonly string[]): fc.Arbitrary<readonly Operation[]> =>
  fc.record({ link: fc.constantFrom(...below), id: fc.constantFrom(1, 5) }).map((spec) => [add('link', { name, kind: 'vlan', up: true, ...spec })]);

const STEPS: readonly (fc.Arbitrary<readonly Operation[]> | readonly Operation[])[] = [
  [set('lo', { up: true })],
  pair('v0', 'v1', 1),
  pair('w0', 'w1', 3),
  [link('b0', 'bridge', 5)],
  fc.constantFrom('w1', 'v1').map((port) => [set(port, { master: 'b0' })]),
  [link('i0', 'ifb', 6)],
  macvlan('m0', 7, 'v0'),
  macvlan('m1', 8, 'v0', 'w0', 'b0', 'i0'),
  [link('d0', 'dummy', 10)],
  vlan('l0', 'v0', 'd0', 'm0'),
  vlan('l1', 'b0', 'w0', 'l0'),
  [address('v0', '10.0.0.1/24'), address('v0', 'fd00::1/64')],
  [address('w0', '10.1.0.1/31'), address('b0', '192.168.1.1/16')],
  [address('m0', '10.0.0.2/24'), address('i0', 'fd00::2/64')],
  [route('inet', { dst: '10.9.0.0/16', via: '10.0.0.9' }), route('inet6', { dst: 'fd09::/64', via: 'fd00::9' })],
  [
    route('inet', { dst: 'default', nexthops: [{ via: '10.0.0.9' }, { via: '10.1.0.0', weight: 2 }] }),
    route('inet6', {
      dst: 'fd09::/48',
      nexthops: [
        { via: 'fe80::9', dev: 'v0' },
        { via: 'fe80::9', dev: 'w0' },
      ],
    }),
  ],
  [add('nexthop', { id: 1, via: '10.0.0.9', dev: 'v0' }), add('nexthop', { id: 2, via: 'fd00::9', dev: 'v0' }), add('nexthop', { id: 3, group: [{ id: 1 }] })],
  [add('neighbour', { dev: 'v0', dst: '10.0.0.9', lladdr: mac(9) }), add('neighbour', { dev: 'v0', dst: 'fd00::9', lladdr: mac(9) })],
  [route('inet', { dst: '10.8.0.0/24', nhid: 3 }), route('inet6', { dst: 'fd09::9', nhid: 2 })],
];

/** Most of the steps; none of them once in a while, for a namespace in which there is nothing. */
export const stage: fc.Arbitrary<readonly Operation[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<readonly Operation[]>([]) },
  {
    weight: 7,
    arbitrary: fc
      .tuple(
        ...STEPS.map((step) => fc.tuple(fc.nat({ max: 5 }), step instanceof fc.Arbitrary ? step : fc.constant(step)).map(([out, operations]) => (out === 0 ? [] : operations))),
      )
      .map((steps) => steps.flat()),
  },
);
