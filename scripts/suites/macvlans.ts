// macvlan and macvtap: every mode, their options, what their lower link does to them. drivers/net/macvlan.c.

import { RTNLGRP_LINK } from '../../src/rtnl/groups.js';
import { type Definition, inNamespace, type SuiteDefinition } from './define.js';
import { add, down, get, looked, mac, pair, quiet, remove, set, settled, up } from './world.js';

const listen = [{ groups: [RTNLGRP_LINK] }];
const setup = 'lower';

/** eth0 (40) and its far end (41), both up. */
const LOWER = [pair(40, 'eth0'), quiet(40), quiet(41), up(40), up(41), looked(40), looked(41)];

const KINDS = ['macvlan', 'macvtap'] as const;
const MODES = ['private', 'vepa', 'bridge'] as const;

type Kind = (typeof KINDS)[number];
/** The kernel looks at its carrier when it is made, at once or when it is asked for: asking makes it the same every time. */
const child = (index: number, kind: Kind, more: object = {}) => settled(add({ kind, name: `m${index}`, index, link: 40, address: mac(index), ...more } as never), index);

const each = (kind: Kind): Definition[] => {
  const requires = { kinds: [kind] };
  const of = (name: string, steps: Definition['steps']): Definition => ({ name: `${kind}: ${name}`, requires, listen, setup, steps });
  return [
    of('the mode is vepa unless it is told', [...child(30, kind), get(30)]),
    ...MODES.map((mode) => of(`mode ${mode}`, [...child(30, kind, { mode }), quiet(30), ...settled(up(30), 30), ...settled(down(30), 30), remove(30), get(40)])),
    of('mode passthru takes the address of its lower link', [
      add({ kind, name: 'm30', index: 30, link: 40, mode: 'passthru' } as never),
      get(30),
      quiet(30),
      ...settled(up(30), 30),
      get(40),
    ]),
    of('mode passthru is alone', [...child(30, kind, { mode: 'passthru' }), ...child(31, kind, { mode: 'passthru' }), ...child(31, kind, { mode: 'bridge' })]),
    of('mode passthru needs a lower link of its own', [...child(30, kind, { mode: 'bridge' }), ...child(31, kind, { mode: 'passthru' })]),
    of('mode source with a list', [
      ...child(30, kind, { mode: 'source', macaddrs: [mac(0x50)] }),
      get(30),
      set(30, { kind, mode: 'source', macaddrs: { del: mac(0x50) } } as never),
      get(30),
    ]),
    of('the list of sources: add, delete, set, flush', [
      ...child(30, kind, { mode: 'source' }),
      set(30, { kind, macaddrs: { add: mac(0x51) } } as never),
      set(30, { kind, macaddrs: { add: mac(0x51) } } as never),
      get(30),
      set(30, { kind, macaddrs: { del: mac(0x52) } } as never),
      set(30, { kind, macaddrs: { set: [mac(0x53)] } } as never),
      get(30),
      set(30, { kind, macaddrs: { flush: true } } as never),
      get(30),
    ]),
    of('a list of sources needs mode source', [...child(30, kind, { mode: 'bridge' }), set(30, { kind, macaddrs: { add: mac(0x51) } } as never)]),
    of('the mode of a live link', [
      ...child(30, kind, { mode: 'bridge' }),
      quiet(30),
      ...settled(up(30), 30),
      ...MODES.map((mode) => set(30, { kind, mode } as never)),
      set(30, { kind, mode: 'source' } as never),
      get(30),
    ]),
    of('the mode does not change to passthru or from it', [
      ...child(30, kind, { mode: 'bridge' }),
      set(30, { kind, mode: 'passthru' } as never),
      remove(30),
      ...child(31, kind, { mode: 'passthru' }),
      set(31, { kind, mode: 'vepa' } as never),
    ]),
    of('the queue for broadcasts', [
      ...child(30, kind, { bcQueueLen: 5000 }),
      ...child(31, kind),
      get(31),
      set(31, { kind, bcQueueLen: 7000 } as never),
      get(30),
      remove(31),
      get(30),
    ]),
    of('the cut-off for broadcasts', [...child(30, kind, { bcCutoff: 5 }), get(30), set(30, { kind, bcCutoff: -1 } as never), get(30)]),
    of('promiscuity of the lower link', [
      ...child(30, kind, { mode: 'bridge' }),
      quiet(30),
      ...settled(up(30), 30),
      set(30, { promisc: true }),
      get(40),
      set(30, { promisc: false }),
      get(40),
    ]),
    of('an mtu beyond that of the lower link', [...child(30, kind, { mtu: 1400 }), set(30, { mtu: 1501 }), ...child(31, kind, { mtu: 1501 }), get(30)]),
    of('a smaller mtu of the lower link', [...child(30, kind), set(40, { mtu: 1300 }), get(30), set(40, { mtu: 1500 }), get(30)]),
    of('the lower link goes down and up', [
      ...child(30, kind, { mode: 'bridge' }),
      quiet(30),
      ...settled(up(30), 30),
      ...settled(down(40), 40, 41, 30),
      ...settled(up(40), 40, 41, 30),
    ]),
    of('the lower link loses its carrier', [...child(30, kind, { mode: 'bridge' }), quiet(30), ...settled(up(30), 30), ...settled(down(41), 41, 40, 30)]),
    of('the lower link is deleted', [...child(30, kind, { mode: 'bridge' }), ...child(31, kind, { mode: 'bridge' }), remove(40)]),
    of('an address that is in use', [
      ...child(30, kind, { mode: 'bridge' }),
      quiet(30),
      ...settled(up(30), 30),
      ...settled(add({ kind, name: 'm31', index: 31, link: 40, address: mac(30) } as never), 31),
      quiet(31),
      up(31),
      set(31, { address: mac(40) }),
      up(31),
    ]),
    of('a macvlan of a macvlan is one of the lower link', [
      ...child(30, kind, { mode: 'bridge' }),
      ...settled(add({ kind, name: 'm31', index: 31, link: 30, mode: 'bridge', address: mac(31) } as never), 31),
      get(31),
    ]),
    of('the lower link is nobody', [
      add({ kind, name: 'm30', index: 30, link: 99 } as never),
      add({ kind, name: 'm30', index: 30 } as never),
      add({ kind, name: 'm30', index: 30, link: 1 } as never),
    ]),
    of('another kind is not changed to', [...child(30, kind), set(30, { kind: kind === 'macvlan' ? 'macvtap' : 'macvlan', mode: 'bridge' } as never)]),
    {
      ...of('moved to another namespace, and back with it', [
        ...child(30, kind, { mode: 'bridge' }),
        quiet(30),
        set(30, { netns: inNamespace(1) }),
        get(30),
        get(30, { socket: 1 }),
        { ...up(30, { socket: 1 }), later: true },
        get(30, { socket: 1 }),
        get(40),
      ]),
      namespaces: 2,
      sockets: [{}, { namespace: 1 }],
      listen: [...listen, { namespace: 1, groups: [RTNLGRP_LINK] }],
    },
    {
      ...of('its namespace ends', [...child(30, kind, { mode: 'bridge', netns: inNamespace(1) }), { messages: 0, deleteNamespace: 1 }, get(30), get(40)]),
      namespaces: 2,
      listen: undefined as never,
    },
  ];
};

export const macvlans: SuiteDefinition = {
  suite: 'macvlan',
  description: 'macvlan and macvtap in every mode: made, changed, moved between namespaces, and what their lower link does to them.',
  requires: { kinds: ['veth'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  setups: { lower: LOWER },
  cases: KINDS.flatMap(each),
};
