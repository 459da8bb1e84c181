// Namespaces: the ids they give each other, links that move between them. net/core/net_namespace.c, net/core/dev.c: __dev_change_net_namespace().

import { RTNLGRP_LINK, RTNLGRP_NSID } from '../../src/rtnl/groups.js';
import { getNsidRequest, listNsidsRequest, setNsidRequest } from '../../src/rtnl/nsid-requests.js';
import { type Asked, ask, change, type Definition, inNamespace, list, type SuiteDefinition } from './define.js';
import { add, address, get, mac, pair, quiet, remove, set, up } from './world.js';

const groups = [RTNLGRP_LINK, RTNLGRP_NSID];
const two = { namespaces: 2, sockets: [{}, { namespace: 1 }], listen: [{ groups }, { namespace: 1, groups }] } as const;
const of = (name: string, ...steps: readonly Asked[]): Definition => ({ ...two, name, steps });
const there = { socket: 1 } as const;

export const namespaces: SuiteDefinition = {
  suite: 'namespaces',
  description: 'Ids that namespaces give each other, links moved and made across them, what is told in each.',
  requires: { kinds: ['veth', 'bridge'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  cases: [
    of('id: chosen by the kernel', change(setNsidRequest(inNamespace(1), 'auto')), ask(getNsidRequest(inNamespace(1))), list(listNsidsRequest())),
    of('id: told', change(setNsidRequest(inNamespace(1), 77)), ask(getNsidRequest({ nsid: 77 })), list(listNsidsRequest())),
    of('id: twice', change(setNsidRequest(inNamespace(1), 5)), change(setNsidRequest(inNamespace(1), 6)), change(setNsidRequest(inNamespace(0), 5))),
    of('id: none yet', ask(getNsidRequest(inNamespace(1))), ask(getNsidRequest({ nsid: 3 })), list(listNsidsRequest())),
    of('id: of what is no namespace', change(setNsidRequest({ fd: 0x7ffffff0 }, 5)), ask(getNsidRequest({ fd: 0x7ffffff0 }))),
    of('move: a link', add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }), set(20, { netns: inNamespace(1) }), get(20), get(20, there)),
    of('move: with another name', add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }), set(20, { netns: inNamespace(1), name: 'other' }), get('other', there)),
    of(
      'move: the name is taken there',
      add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }),
      add({ kind: 'bridge', name: 'b0', index: 30, address: mac(0x30) }, there),
      set(20, { netns: inNamespace(1) }),
      get(20),
    ),
    of(
      'move: the index is taken there',
      add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }),
      add({ kind: 'bridge', name: 'b1', index: 20, address: mac(0x30) }, there),
      set(20, { netns: inNamespace(1), newIndex: 21 }),
      get(21, there),
    ),
    of('move: to where it is', add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }), set(20, { netns: inNamespace(0) }), get(20)),
    of(
      'move: to what is no namespace',
      add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }),
      set(20, { netns: { fd: 0x7ffffff0 } }),
      set(20, { netns: { pid: 0x7ffffff0 } }),
    ),
    of('move: the loopback stays', set(1, { netns: inNamespace(1) })),
    of('move: one end of a pair', pair(40, 'v0'), set(41, { netns: inNamespace(1) }), get(40), get(41, there)),
    of('move: addresses stay behind', pair(40, 'v0'), quiet(40), address(40, '192.0.2.1/24'), set(40, { netns: inNamespace(1) }), get(40, there)),
    of('make: in another namespace', add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20), netns: inNamespace(1) }), get(20), get(20, there)),
    of(
      'make: a pair across two',
      add({ kind: 'veth', name: 'v0', index: 40, address: mac(40), peer: { name: 'w0', index: 41, address: mac(41), netns: inNamespace(1) } }),
      get(40),
      get(41, there),
      remove(40),
    ),
    of(
      'make: a pair across two, up',
      add({ kind: 'veth', name: 'v0', index: 40, address: mac(40), peer: { name: 'w0', index: 41, address: mac(41), netns: inNamespace(1) } }),
      get(40),
      get(41, there),
      up(40, { later: true }),
      get(40),
      up(41, { ...there, later: true }),
      get(41, { ...there, later: true }),
      get(40),
    ),
    {
      name: 'end: of the namespace that holds one end',
      namespaces: 2,
      listen: [{ groups }],
      steps: [
        add({ kind: 'veth', name: 'v0', index: 40, address: mac(40), peer: { name: 'w0', index: 41, address: mac(41), netns: inNamespace(1) } }),
        get(40),
        { messages: 0, deleteNamespace: 1 },
      ],
    },
  ],
};
