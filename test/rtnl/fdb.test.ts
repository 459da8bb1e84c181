// Requests for forwarding entries: what `bridge fdb` of iproute2 6.1.0 sent for the same words, without sequence and port. There, vx0 had index 7, the bridge 8 and its port 9.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EncodeError, KernelError, Rtnl } from '../../src/index.js';
import { addFdbRequest, appendFdbRequest, deleteFdbRequest, flushFdbRequest, getFdbRequest, listFdbRequest, replaceFdbRequest } from '../../src/rtnl/fdb-requests.js';
import { SimulatedKernel, VirtualClock } from '../../src/simkernel/surface.js';
import { ACK, DUMP, expectBytes, GET } from './sent.js';

const test = suite('forwarding entries');

const [VX, BR, PORT] = [7, 8, 9];
const lladdr = '02:00:00:00:00:01';
const MAC = '0a0002000200000000010000';

type Row = readonly [words: string, request: Parameters<typeof expectBytes>[2], typeAndFlags: string, rest: string];
const alike = (rows: readonly Row[], flags: number): void => {
  for (const row of rows) expectBytes(flags, ...row);
};

test('an entry is added, appended, replaced and deleted', () => {
  alike(
    [
      ['add dev v0 master static', addFdbRequest(PORT, { lladdr, master: true, state: 'static' }), '1c000506', `070000000900000042000400${MAC}`],
      ['add dev v0 master, by number', addFdbRequest(PORT, { lladdr, master: true, state: 0x42 }), '1c000506', `070000000900000042000400${MAC}`],
      ['add dev v0 master dynamic vlan 5', addFdbRequest(PORT, { lladdr, master: true, state: 'dynamic', vlan: 5 }), '1c000506', `070000000900000002000400${MAC}0600050005000000`],
      [
        'replace dev v0 master sticky extern_learn use',
        replaceFdbRequest(PORT, { lladdr, master: true, sticky: true, externLearn: true, use: true }),
        '1c000505',
        `0700000009000000c0005500${MAC}`,
      ],
      ['add dev vx0', addFdbRequest(VX, { lladdr }), '1c000506', `0700000007000000c0000200${MAC}`],
      ['add dev vx0 nhid 3', addFdbRequest(VX, { lladdr, nhid: 3 }), '1c000506', `0700000007000000c0000200${MAC}08000d0003000000`],
      ['del dev vx0 dst 10.0.0.2', deleteFdbRequest(VX, { lladdr, dst: '10.0.0.2' }), '1d000500', `0700000007000000c0000200${MAC}080001000a000002`],
    ],
    ACK,
  );
});

test('one more destination of a VXLAN', () => {
  const lost = '0a0002000000000000000000';
  const everything = { lladdr: '00:00:00:00:00:00', dst: '10.0.0.2', port: 4790, vni: 6, via: PORT };
  const six = { lladdr, dst: '2001:db8::2', srcVni: 7, self: true, router: true };
  alike(
    [
      [
        'dst 10.0.0.2 port 4790 vni 6 via v0',
        appendFdbRequest(VX, everything),
        '1c00050c',
        `0700000007000000c0000200${lost}080001000a0000020600060012b6000008000700060000000800080009000000`,
      ],
      ['dst 2001:db8::2 src_vni 7 self router', appendFdbRequest(VX, six), '1c00050c', `0700000007000000c0008200${MAC}1400010020010db800000000000000000000000208000b0007000000`],
    ],
    ACK,
  );
});

test('entries are asked for, and listed', () => {
  alike(
    [
      ['get dev vx0 vni 7 self', getFdbRequest({ index: VX }, { lladdr, vni: 7, self: true }), '1e000100', `070000000700000000000200${MAC}0800070007000000`],
      ['get br br0 vlan 5', getFdbRequest({ bridge: BR }, { lladdr, vlan: 5 }), '1e000100', `070000000000000000000000${MAC}06000500050000000800090008000000`],
      ['get dev v0 master', getFdbRequest({ index: PORT }, { lladdr, master: true }), '1e000100', `070000000900000000000400${MAC}`],
    ],
    GET,
  );
  alike(
    [
      ['show br br0 brport v0', listFdbRequest({ index: PORT, bridge: BR }), '1e000103', '0700000009000000000000000800090008000000'],
      ['show dev vx0', listFdbRequest({ index: VX }), '1e000103', '070000000700000000000000'],
      ['show', listFdbRequest(), '1e000103', '070000000000000000000000'],
    ],
    DUMP,
  );
});

test('a flush says which', () => {
  const flush = '1d000502';
  alike(
    [
      ['dev br0', flushFdbRequest(BR), flush, '070000000800000000000200'],
      [
        'dev br0 brport v0 vlan 5 permanent',
        flushFdbRequest(BR, { brport: PORT, vlan: 5, permanent: true }),
        flush,
        '070000000800000080000200080008000900000006000500050000000600100080000000',
      ],
      ['dev v0 master nopermanent', flushFdbRequest(PORT, { master: true, permanent: false }), flush, '0700000009000000000004000600100080000000'],
      ['dev vx0 self static', flushFdbRequest(VX, { self: true, static: true }), flush, '07000000070000004000020006001000c0000000'],
      ['dev br0 nostatic', flushFdbRequest(BR, { static: false }), flush, '0700000008000000000002000600100040000000'],
      ['dev br0 dynamic', flushFdbRequest(BR, { dynamic: true }), flush, '07000000080000000000020006001000c0000000'],
      ['dev br0 nodynamic', flushFdbRequest(BR, { dynamic: false }), flush, '0700000008000000400002000600100040000000'],
      [
        'dev br0 added_by_user noextern_learn sticky nooffloaded',
        flushFdbRequest(BR, { addedByUser: true, externLearn: false, sticky: true, offloaded: false }),
        flush,
        '0700000008000000000043000500110071000000',
      ],
    ],
    ACK,
  );
});

test('what makes no entry is refused', () => {
  const wrong: readonly (readonly [spec: object, words: RegExp])[] = [
    [{ vlna: 5 }, /forwarding entries have no option vlna/],
    [{ state: 'stale' }, /state is a number or one of permanent, static, dynamic, not 'stale'/],
    [{ via: 'v0' }, /via is an index here, not 'v0'/],
    ...[{ dst: '10.0.0.2' }, { port: 4790 }, { vni: 6 }].map((other) => [{ nhid: 3, ...other }, /nhid goes with none of dst, port and vni/] as const),
  ];
  const refused = (words: RegExp) => (error: unknown) => error instanceof EncodeError && words.test(error.message);
  for (const [spec, words] of wrong) assert.throws(() => addFdbRequest(VX, { lladdr, ...spec } as never), refused(words));
  assert.throws(() => flushFdbRequest(BR, { brport: 'v0' }), refused(/brport is an index here, not 'v0'/));
});

test('an older kernel, which misses an address where all are meant, is told of as such', async () => {
  const kernel = new SimulatedKernel({ clock: new VirtualClock() });
  await using rtnl = await Rtnl.open({ transport: kernel.transport() });
  await rtnl.links.add({ kind: 'bridge', name: 'br0' });
  const told = async () => {
    const error = await rtnl.fdb.flush('br0').catch((thrown) => thrown);
    assert.instance(error, KernelError);
    return `${error.code} ${error.message}`;
  };
  kernel.faults.fail('EINVAL', { type: 'RTM_DELNEIGH', text: 'invalid address' });
  assert.is(await told(), 'EOPNOTSUPP RTM_DELNEIGH of all entries of br0 at once, for which Linux 5.19 is needed: Operation not supported (EOPNOTSUPP)');
  kernel.faults.fail('EINVAL', { type: 'RTM_DELNEIGH', text: 'bridge: Unsupported fdb flush ndm flag bits set' });
  assert.is(await told(), 'EINVAL RTM_DELNEIGH br0: bridge: Unsupported fdb flush ndm flag bits set (EINVAL)');
});

test.run();
