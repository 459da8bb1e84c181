// Two pairs of links that are up, routes by both, and packets that are asked for.

import type { Operation } from './operations.js';

const pair = (first: string, second: string, number: number): readonly Operation[] => [
  { do: 'link add', spec: { name: first, kind: 'veth', address: `02:00:00:00:00:0${number}`, up: true, peer: { name: second, address: `02:00:00:00:00:0${number + 1}` } } },
  { do: 'link set', spec: { dev: second, up: true } },
];
const address = (dev: string, address: string): Operation => ({ do: 'address add', spec: { dev, address, ...(address.includes(':') && { nodad: true }) } });
const get = (to: string): Operation => ({ do: 'route get', spec: { to } });

export const SEVERAL_WAYS: readonly Operation[] = [
  ...pair('v0', 'v1', 1),
  ...pair('w0', 'w1', 3),
  address('v0', '10.0.0.1/24'),
  address('w0', '10.1.0.1/31'),
  address('v0', 'fd00::1/64'),
  {
    do: 'route add',
    spec: {
      family: 'inet',
      dst: '10.9.0.0/16',
      nexthops: [
        { via: '10.0.0.9', dev: 'v0' },
        { via: '10.1.0.0', dev: 'w0', weight: 2 },
      ],
    },
  },
  {
    do: 'route add',
    spec: {
      family: 'inet6',
      dst: 'fd09::/64',
      nexthops: [
        { via: 'fe80::9', dev: 'v0' },
        { via: 'fe80::9', dev: 'w0' },
      ],
    },
  },
  get('10.9.0.1'),
  get('fd09::1'),
];
