// Messages that a monitor meets beside links, addresses, routes and neighbours: whole and again, in either byte order, and shown.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteOrder, decodeDatagram, dissectDatagram, encodeDatagram, route } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import type { UserOptions } from '../../src/rtnl/nduseropt.js';
import type { NeighbourTable } from '../../src/rtnl/neighbour-table.js';
import type { PrefixMessage } from '../../src/rtnl/prefix-message.js';
import { showNeighbourTable } from '../../src/rtnl/show/neighbour-table.js';
import { prefixComplaint, showPrefix } from '../../src/rtnl/show/prefix.js';
import { printer } from '../../src/rtnl/show/printer.js';
import { only } from '../fixtures.js';

const test = suite('other messages');

const ORDERS: readonly ByteOrder[] = ['little', 'big'];
const names = { name: (index: number) => `eth${index}` };

/** Encodes, decodes, and holds that encoding what came out gives the same bytes. */
function around<T>(name: string, body: object, byteOrder: ByteOrder): T {
  const bytes = encodeDatagram([{ name, header: { sequence: 1 }, body } as never], { byteOrder });
  const decoded = only(decodeDatagram(bytes, { byteOrder }));
  assert.is(decoded.name, name);
  assert.is(decoded.errors, undefined);
  assert.is(toHex(encodeDatagram([decoded], { byteOrder })), toHex(bytes), name);
  dissectDatagram(bytes, { byteOrder });
  return decoded.body as T;
}

/** enum of linux/rtnetlink.h, Linux 6.18: each kind of object from its first number on; a dash is a number that nothing has. */
const RTM = `
  16 NEWLINK DELLINK GETLINK SETLINK
  20 NEWADDR DELADDR GETADDR
  24 NEWROUTE DELROUTE GETROUTE
  28 NEWNEIGH DELNEIGH GETNEIGH
  32 NEWRULE DELRULE GETRULE
  36 NEWQDISC DELQDISC GETQDISC
  40 NEWTCLASS DELTCLASS GETTCLASS
  44 NEWTFILTER DELTFILTER GETTFILTER
  48 NEWACTION DELACTION GETACTION
  52 NEWPREFIX
  56 NEWMULTICAST DELMULTICAST GETMULTICAST
  60 NEWANYCAST DELANYCAST GETANYCAST
  64 NEWNEIGHTBL - GETNEIGHTBL SETNEIGHTBL
  68 NEWNDUSEROPT
  72 NEWADDRLABEL DELADDRLABEL GETADDRLABEL
  78 GETDCB SETDCB
  80 NEWNETCONF DELNETCONF GETNETCONF
  84 NEWMDB DELMDB GETMDB
  88 NEWNSID DELNSID GETNSID
  92 NEWSTATS - GETSTATS SETSTATS
  96 NEWCACHEREPORT
  100 NEWCHAIN DELCHAIN GETCHAIN
  104 NEWNEXTHOP DELNEXTHOP GETNEXTHOP
  108 NEWLINKPROP DELLINKPROP GETLINKPROP
  112 NEWVLAN DELVLAN GETVLAN
  116 NEWNEXTHOPBUCKET DELNEXTHOPBUCKET GETNEXTHOPBUCKET
  120 NEWTUNNEL DELTUNNEL GETTUNNEL`;

test('every message of rtnetlink has its number and a body of its own', () => {
  const types = RTM.trim()
    .split('\n')
    .flatMap((line) => {
      const [first, ...names] = line.trim().split(' ');
      return names.map((name, i) => [`RTM_${name}`, Number(first) + i] as const).filter(([name]) => name !== 'RTM_-');
    });
  const byType = (a: readonly [string, number], b: readonly [string, number]) => a[1] - b[1];
  assert.equal(
    Object.entries(route.messages)
      .map(([name, [type]]) => [name, type] as const)
      .sort(byType),
    types,
  );
  for (const [name] of types) {
    for (const byteOrder of ORDERS) {
      const decoded = around<object>(name, {}, byteOrder);
      // Not the bytes that a type without a body decodes to.
      assert.not(decoded instanceof Uint8Array, name);
    }
  }
});

test('options of a router advertisement stand before the attributes', () => {
  // RDNSS: type 25, three units of eight bytes.
  const options = Uint8Array.of(25, 3, 0, 0, 0, 0, 7, 8, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x53);
  for (const byteOrder of ORDERS) {
    const body = around<UserOptions>('RTM_NEWNDUSEROPT', { family: 10, index: 3, icmpType: 134, options, srcaddr: 'fe80::1' }, byteOrder);
    assert.equal([body.optsLen, body.index, body.icmpType, body.srcaddr, toHex(body.options)], [24, 3, 134, 'fe80::1', toHex(options)]);
  }
  const cut = encodeDatagram([{ name: 'RTM_NEWNDUSEROPT', header: {}, body: { optsLen: 64, options } } as never], { byteOrder: 'little' });
  assert.is((only(decodeDatagram(cut, { byteOrder: 'little' })).body as UserOptions).options.length, 24);
});

test('a prefix is shown as ip monitor prefix does, and what is none is complained of', () => {
  const prefix = { family: 10, index: 2, type: 3, prefixlen: 64, flags: 3, address: '2001:db8::', cacheinfo: { valid: 86400, preferred: 14400 } };
  for (const byteOrder of ORDERS) {
    const body = around<PrefixMessage>('RTM_NEWPREFIX', prefix, byteOrder);
    const out = printer();
    showPrefix(out, body, { names });
    assert.is(out.finish(), 'prefix 2001:db8::/64dev eth2 onlink autoconf valid 86400 preferred 14400 \n');
    showPrefix(out, body, { names, family: 2 });
    showPrefix(out, { ...body, type: 24 }, { names });
    assert.is(out.finish(), '');
    assert.equal(
      [prefixComplaint(body), prefixComplaint({ ...body, type: 24 }), prefixComplaint({ ...body, family: 2 })],
      [undefined, 'wrong ND type 24\n', 'incorrect protocol family: 2\n'],
    );
    assert.is(prefixComplaint({ ...body, type: 24 }, 2), undefined);
  }
});

test('a table of neighbours with -s tells when it was last emptied', () => {
  const config = { keyLen: 4, entrySize: 504, entries: 3, lastFlush: 61_500, lastRand: 0, hashRnd: 7, hashMask: 255, hashChainGc: 0, proxyQlen: 0 };
  const counters = {
    allocs: 5n,
    destroys: 2n,
    hashGrows: 0n,
    resFailed: 0n,
    lookups: 9n,
    hits: 8n,
    rcvProbesMcast: 0n,
    rcvProbesUcast: 0n,
    periodicGcRuns: 1n,
    forcedGcRuns: 0n,
    tableFulls: 0n,
  };
  const body = around<NeighbourTable>('RTM_NEWNEIGHTBL', { family: 2, name: 'arp_cache', thresh1: 128, gcInterval: 30000n, config, stats: counters }, 'big');
  const now = new Date(2026, 10, 28, 12, 1, 1).getTime();
  const out = printer({ statistics: 1 });
  showNeighbourTable(out, body, { names, now });
  assert.is(
    out.finish(),
    `inet arp_cache 
    thresh1 128 gc_int 30000 
    config key_len 4 entry_size 504 entries 3 
        last_flush 2026-11-28 12:00:00 last_rand (error) 
        hash_rnd 7 hash_mask 000000ff hash_chain_gc 0 proxy_qlen 0 
    stats allocs 5 destroys 2 hash_grows 0 
    res_failed 0 lookups 9 hits 8 
    rcv_probes_mcast 0 rcv_probes_ucast 0 
    periodic_gc_runs 1 forced_gc_runs 0 
    table_fulls 0 

`,
  );
  const json = printer({ statistics: 1, json: true });
  showNeighbourTable(json, body, { names, now });
  assert.match(json.finish(), /"last_flush":"2026-11-28 12:00:00","last_rand":"\(error\)","hash_rnd":7,"hash_mask":"0xff",/);
});

test.run();
