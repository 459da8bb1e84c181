// `route` of a VRF, of which few kernels here have any: made-up exchanges.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeDatagram } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import { replayed } from './recordings.js';

const test = suite('route');

type Messages = Parameters<typeof encodeDatagram>[0];

const NLM_F_MULTI = 2;

/** What was said, `tx` and `rx` in turn; all under sequence 1 of its own socket. */
function exchangeOf(...datagrams: readonly Messages[]) {
  return datagrams.map((messages, i) => {
    const sock = i >> 1;
    const numbered = messages.map((message) => ({ ...message, header: { ...message.header, sequence: 1 } })) as Messages;
    return { dir: i % 2 === 0 ? ('tx' as const) : ('rx' as const), sock, hex: toHex(encodeDatagram(numbered)) };
  });
}

const vrf = [{ name: 'RTM_NEWLINK', header: {}, body: { family: 0, index: 9, flags: 1, ifname: 'blue', linkinfo: { kind: 'vrf', vrf: { table: 1001 } } } }] as unknown as Messages;
const look: Messages = [{ name: 'RTM_GETLINK', header: { flags: 1 }, body: { ifname: 'blue' } }];
const done: Messages[number] = { name: 'NLMSG_DONE', header: { flags: NLM_F_MULTI }, body: { error: 0 } } as never;

const row = (more: object): Messages[number] =>
  ({
    name: 'RTM_NEWROUTE',
    header: { flags: NLM_F_MULTI },
    body: { family: 2, dstLen: 16, table8: 0, protocol: 4, scope: 0, type: 1, flags: 0, table: 1001, dst: '10.0.0.0', ...more },
  }) as never;

test('the routes of a VRF are those of its table, but for local ones', async () => {
  const dump: Messages = [{ name: 'RTM_GETROUTE', header: { flags: 0x301 }, body: { family: 2, table: 1001 } }];
  const exchange = exchangeOf(look, vrf, dump, [row({ gateway: '10.1.0.1' }), row({ type: 2, dst: '10.0.0.1', dstLen: 32 }), row({ table: 254 }), done]);
  assert.equal(await replayed({ argv: ['ip', 'route', 'show', 'vrf', 'blue'], exchange }), { code: 0, stdout: '10.0.0.0/16 via 10.1.0.1 proto static \n', stderr: '' });
});

test('a route is added to the table of a VRF', async () => {
  const request: Messages = [
    {
      name: 'RTM_NEWROUTE',
      header: { flags: 0x605 },
      body: { family: 2, dstLen: 16, table8: 0, protocol: 3, scope: 0, type: 1, dst: '10.0.0.0', table: 1001, gateway: '10.1.0.1' },
    },
  ];
  const ack = [{ name: 'NLMSG_ERROR', header: {}, body: { error: 0, request: { length: 16, type: 24, flags: 0x605, sequence: 1, portId: 0 } } }] as unknown as Messages;
  const argv = ['ip', 'route', 'add', '10.0.0.0/16', 'vrf', 'blue', 'via', '10.1.0.1'];
  assert.equal(await replayed({ argv, exchange: exchangeOf(look, vrf, request, ack) }), { code: 0, stdout: '', stderr: '' });
});

test('what is no VRF is refused, and nothing is sent', async () => {
  const plain = [{ name: 'RTM_NEWLINK', header: {}, body: { family: 0, index: 9, flags: 1, ifname: 'blue' } }] as unknown as Messages;
  for (const argv of ['route show vrf blue', 'route add 10.0.0.0/16 vrf blue', 'route get 10.0.0.1 vrf blue', 'route flush vrf blue']) {
    const { code, stderr } = await replayed({ argv: ['ip', ...argv.split(' ')], exchange: exchangeOf(look, plain) });
    assert.equal([code, stderr], [255, 'Error: argument "blue" is wrong: Invalid VRF\n\n'], argv);
  }
});

test.run();
