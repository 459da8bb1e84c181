// Traffic control, groups and VLANs of bridges, VNIs, data-centre bridging, as tc, bridge and dcb ask for them and as kernels tell them.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, dissectDatagram, encodeDatagram, type RtnlMessage } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import type { Dissection } from '../../src/netlink/dissection.js';
import { only, rows, sameButTail } from '../fixtures.js';

const test = suite('traffic');

interface Row {
  readonly name: string;
  readonly exchange: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string }[];
}

const recorded = rows<Row>('vectors/traffic.jsonl.gz').flatMap(({ name, exchange }) => exchange.map(({ dir, hex }) => ({ where: name, dir, hex })));

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, inside]) => [key, ...keysOf(inside)]);
}

const bodyOf = (where: string, name: RtnlMessage['name']): Record<string, unknown> => {
  const found = recorded.filter((one) => one.where === where).flatMap(({ hex }) => decodeDatagram(fromHex(hex), { byteOrder: 'little' }));
  return found.find((message) => message.name === name)?.body as Record<string, unknown>;
};

test('is decoded to the last attribute, and given back', () => {
  const kinds = new Set<string>();
  for (const found of recorded) {
    const messages = decodeDatagram(fromHex(found.hex), { byteOrder: 'little' });
    for (const { name, body, errors } of messages) {
      assert.is(errors, undefined, `${found.where}: ${errors?.join()}`);
      const { kind, options, xstats } = body as { kind?: string; options?: Uint8Array; xstats?: Uint8Array };
      if (kind !== undefined) kinds.add(kind);
      assert.is(options?.length ?? 0, 0, `${found.where}: ${kind}`);
      assert.is(xstats, undefined, `${found.where}: ${kind}`);
      assert.equal(
        keysOf(body).filter((key) => key.startsWith('#')),
        [],
        `${found.where} ${name}`,
      );
    }
    assert.ok(sameButTail(encodeDatagram(messages, { byteOrder: 'little' }), found), found.where);
  }
  assert.is(kinds.size, 39, [...kinds].join());
});

test('reads the same in the other byte order', () => {
  for (const { where, hex } of recorded) {
    const messages = decodeDatagram(fromHex(hex), { byteOrder: 'little' });
    const turned = encodeDatagram(messages, { byteOrder: 'big' });
    assert.equal(
      decodeDatagram(turned, { byteOrder: 'big' }).map(({ name, body }) => [name, body]),
      messages.map(({ name, body }) => [name, body]),
      where,
    );
  }
});

test('dissects without an error, down to what an action does', () => {
  const names = new Set<string>();
  const walk = (nodes: readonly Dissection[], where: string) => {
    for (const { name, children = [], error } of nodes) {
      assert.is(error, undefined, `${where} ${name}: ${error?.message}`);
      names.add(name);
      walk(children, where);
    }
  };
  for (const { where, hex } of recorded) walk(dissectDatagram(fromHex(hex), { byteOrder: 'little' }), where);
  for (const name of [
    'TCA_FQ_CODEL_TARGET',
    'TCA_HTB_PARMS',
    'TCA_FLOWER_KEY_TCP_DST',
    'TCA_MIRRED_PARMS',
    'TCA_STATS_QUEUE',
    'MDBA_MDB_EATTR_TIMER',
    'MDBA_SET_ENTRY',
    'DCB_ATTR_IEEE_APP',
  ]) {
    assert.ok(names.has(name), name);
  }
});

test('tells of a kind what was asked for', () => {
  assert.equal(bodyOf('qdisc-add-fq_codel', 'RTM_NEWQDISC').fq_codel, { limit: 100, target: 5000, ecn: 1 });
  assert.equal(bodyOf('class-add-hfsc', 'RTM_NEWTCLASS').hfsc, {
    rsc: { m1: 0, d: 0, m2: 125_000 },
    fsc: { m1: 0, d: 0, m2: 125_000 },
    usc: { m1: 0, d: 0, m2: 250_000 },
  });
  assert.equal(bodyOf('qdisc-add-hfsc', 'RTM_NEWQDISC').hfsc, { defcls: 1 });
  assert.equal(bodyOf('qdisc-add-ets', 'RTM_NEWQDISC').ets, { nbands: 3, nstrict: 1, quanta: { quantaBand: [1500, 1000] } });
  const { u32 } = bodyOf('filter-add-u32', 'RTM_NEWTFILTER') as { u32: { sel: { nkeys: number; keys: unknown[] } } };
  assert.equal([u32.sel.nkeys, u32.sel.keys.length], [2, 2]);
  const { flower } = bodyOf('filter-add-flower', 'RTM_NEWTFILTER') as { flower: Record<string, unknown> };
  assert.equal([flower.keyIpv4Dst, flower.keyTcpDst], ['10.0.0.0', 80]);
  const { class: nothing, ...htb } = bodyOf('class-show-htb', 'RTM_NEWTCLASS').htb as Record<string, unknown>;
  assert.is(nothing, undefined);
  assert.is((htb.parms as { rate: { rate: number } }).rate.rate, 125_000);
});

test('a request about groups of a bridge has other attributes than what the kernel tells of them', () => {
  assert.equal((bodyOf('mdb-add', 'RTM_NEWMDB').entry as { vid: number }).vid, 5);
  const told = bodyOf('monitor', 'RTM_NEWMDB') as { mdb: { entry: { info: { ifindex: number }[] }[] } };
  assert.is(told.mdb.entry[0]?.info[0]?.ifindex, 3);
  assert.equal(bodyOf('vlan-global', 'RTM_GETVLAN').dumpFlags, 2);
});

test('an answer about data-centre bridging has a number where the question had a nest', () => {
  for (const byteOrder of ['little', 'big'] as const) {
    for (const body of [
      { cmd: 4, pfcCfg: { up0: 1, all: true as const } },
      { cmd: 4, pfcCfg: 0 },
    ]) {
      const bytes = encodeDatagram([{ name: 'RTM_GETDCB', header: {}, body }], { byteOrder });
      const [message] = decodeDatagram(bytes, { byteOrder });
      assert.equal(message?.body, { family: 0, ...body });
      dissectDatagram(bytes, { byteOrder });
    }
  }
});

test('what a filter matches is in the byte order that the kernel reads it in, whatever its documentation says', () => {
  const keys = { keyVlanId: 0x102, keyVlanEthType: 0x102, keyMplsLabel: 0x102, keyEncOpts: { geneve: [{ class: 0x102 }], erspan: { index: 0x102 } } };
  const keysIn = (byteOrder: 'little' | 'big') => {
    const bytes = encodeDatagram([{ name: 'RTM_NEWTFILTER', header: {}, body: { kind: 'flower', flower: keys } }], { byteOrder });
    assert.equal((only(decodeDatagram(bytes, { byteOrder })).body as { flower?: unknown }).flower, keys);
    return toHex(bytes.subarray(52));
  };
  assert.is(keysIn('little'), '0600170002010000060019000102000008004600020100001c005400 0c000100060001000102 0000 0c0003000800 020000000102'.replaceAll(' ', ''));
  assert.is(keysIn('big'), '000600170102000000060019010200000008004600000102 001c0054 000c0001 00060001 0102 0000 000c0003 00080002 00000102'.replaceAll(' ', ''));
});

test('fq_codel counts one thing for all of it, another for a class', () => {
  for (const fqCodelXstats of [
    { type: 0, maxpacket: 1, dropOverlimit: 2, ecnMark: 3, newFlowCount: 4, newFlowsLen: 5, oldFlowsLen: 6, ceMark: 7, memoryUsage: 8, dropOvermemory: 9 },
    { type: 1, deficit: -1, ldelay: 2, count: 3, lastcount: 4, dropping: 5, dropNext: -6 },
  ]) {
    for (const byteOrder of ['little', 'big'] as const) {
      const bytes = encodeDatagram([{ name: 'RTM_NEWTCLASS', header: {}, body: { kind: 'fq_codel', fq_codelXstats: fqCodelXstats } }], { byteOrder });
      assert.equal((only(decodeDatagram(bytes, { byteOrder })).body as { fq_codelXstats?: unknown }).fq_codelXstats, fqCodelXstats);
      const [node] = dissectDatagram(bytes, { byteOrder });
      assert.equal(
        node?.children?.find(({ name }) => name === 'TCA_XSTATS')?.fields?.map(({ name }) => name),
        Object.keys(fqCodelXstats),
      );
    }
  }
});

test.run();
