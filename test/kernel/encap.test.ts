// Encapsulations against the running kernel: what was asked for is what it tells. Nothing here has options of Geneve, VXLAN
// or ERSPAN: kernels of some versions die of them.

import * as assert from 'uvu/assert';
import { type EncapSpec, encapAttributes } from '../../src/rtnl/encap/encap.js';
import { kernelSuite } from './kernel.js';
import { inNamespace } from './rtnl.js';

interface Case {
  readonly encap: EncapSpec;
  /** IPv4 routes have it; else IPv6 ones. */
  readonly four?: true;
  /** Not every kernel that has the type takes these options. */
  readonly newer?: true;
}

const CASES: readonly Case[] = [
  { four: true, encap: { type: 'mpls', labels: [100, 200] } },
  { four: true, encap: { type: 'mpls', labels: [16], ttl: 9 } },
  { four: true, encap: { type: 'ip', id: 100, dst: '192.0.2.9', src: '192.0.2.1', ttl: 5, tos: 4, key: true, csum: true } },
  { encap: { type: 'ip6', id: 0xffffffffffffffffn, dst: '2001:db8:9::9', src: '2001:db8:9::1', hoplimit: 5, tc: 4, seq: true } },
  { encap: { type: 'seg6', mode: 'encap', segments: ['2001:db8:9::1', '2001:db8:9::2'] } },
  { encap: { type: 'seg6', mode: 'inline', segments: ['2001:db8:9::1'] } },
  { encap: { type: 'seg6', mode: 'l2encap', segments: ['2001:db8:9::1'] } },
  { newer: true, encap: { type: 'seg6', mode: 'encap.red', segments: ['2001:db8:9::1', '2001:db8:9::2'] } },
  { encap: { type: 'seg6local', action: 'End' } },
  { encap: { type: 'seg6local', action: 'End.X', nh6: '2001:db8::2' } },
  { encap: { type: 'seg6local', action: 'End.T', table: 254 } },
  { encap: { type: 'seg6local', action: 'End.DX4', nh4: '10.0.0.2' } },
  { encap: { type: 'seg6local', action: 'End.DX6', nh6: '2001:db8::2' } },
  { encap: { type: 'seg6local', action: 'End.DT6', table: 254 } },
  { encap: { type: 'seg6local', action: 'End.B6.Encaps', srh: { segments: ['2001:db8:9::1'] } } },
  { newer: true, encap: { type: 'seg6local', action: 'End', flavors: ['next-csid'], lcblockBits: 48, lcnodeFnBits: 16 } },
  { encap: { type: 'rpl', segments: ['2001:db8:9::1', '2001:db8:9::2'] } },
  { newer: true, encap: { type: 'ioam6', trace: { type: 0x800000, ns: 1, size: 12 } } },
  { newer: true, encap: { type: 'ioam6', mode: 'auto', tundst: '2001:db8:9::9', frequency: { k: 1, n: 3 }, trace: { type: 0xc00000, ns: 2, size: 20 } } },
  { newer: true, encap: { type: 'xfrm', ifId: 7 } },
];

const DST = ['10.77.0.0/16', '2001:db8:77::/48'] as const;

/** What the kernel told, without what it adds of its own. */
function expected(asked: unknown, told: unknown): unknown {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked) || typeof told !== 'object' || told === null) return told;
  return Object.fromEntries(Object.keys(asked).map((key) => [key, expected((asked as Record<string, unknown>)[key], (told as Record<string, unknown>)[key])]));
}

const test = kernelSuite('encapsulations on a kernel');

test(
  'of routes are told as they were asked for',
  inNamespace(async ({ rtnl }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    await rtnl.addresses.add({ dev: 'eth0', address: '2001:db8::1/64', nodad: true });
    let seen = 0;
    for (const { encap, four, newer } of CASES) {
      const dst = four ? DST[0] : DST[1];
      const route = { dst, dev: 'eth0', encap };
      const title = `${encap.type} ${JSON.stringify(encap, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`;
      try {
        await rtnl.routes.add(route);
      } catch (error) {
        const { code } = error as { code?: string };
        // The type is not built, or is in a module that is not there.
        if (code !== 'EOPNOTSUPP' && !(newer === true && (code === 'EINVAL' || code === 'ERANGE'))) throw error;
        console.log(`  this kernel does not take ${title}: ${code}`);
        continue;
      }
      const [address] = dst.split('/');
      const [told] = (await rtnl.routes.list({ family: four ? 'inet' : 'inet6' })).filter((one) => one.dst === address);
      const asked = encapAttributes(encap);
      assert.equal(expected(asked, told), asked, title);
      await rtnl.routes.delete({ dst, dev: 'eth0' });
      seen++;
    }
    console.log(`  ${seen} of ${CASES.length} encapsulations`);
  }),
);

test(
  'of next hops, in a route and as objects',
  inNamespace(async ({ rtnl }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    const encap: EncapSpec = { type: 'ip', id: 5, dst: '192.0.2.9' };
    await rtnl.routes.add({
      dst: DST[0],
      nexthops: [
        { via: '10.0.0.2', encap },
        { via: '10.0.0.3', dev: 'eth0' },
      ],
    });
    const [told] = (await rtnl.routes.list({ family: 'inet' })).filter(({ dst }) => dst === '10.77.0.0');
    assert.equal(
      told?.multipath?.map(({ ipEncap }) => ipEncap?.dst),
      ['192.0.2.9', undefined],
    );
    await rtnl.nexthops.add({ id: 77, via: '10.0.0.2', dev: 'eth0', encap });
    const [nexthop] = (await rtnl.nexthops.list()).filter(({ id }) => id === 77);
    assert.equal([nexthop?.encapType, nexthop?.ipEncap?.id, nexthop?.ipEncap?.dst], ['ip', 5n, '192.0.2.9']);
  }),
);

test(
  'count what they do',
  inNamespace(async ({ rtnl }) => {
    try {
      await rtnl.routes.add({ dst: DST[1], dev: 'eth0', encap: { type: 'seg6local', action: 'End', count: true } });
    } catch (error) {
      assert.ok(['EOPNOTSUPP', 'EINVAL'].includes((error as { code: string }).code));
      console.log('  this kernel does not count');
      return;
    }
    const [told] = (await rtnl.routes.list({ family: 'inet6' })).filter(({ dst }) => dst === '2001:db8:77::');
    const { packets, bytes, errors } = told?.seg6localEncap?.counters ?? {};
    assert.equal([packets, bytes, errors], [0n, 0n, 0n]);
  }),
);

test.run();
