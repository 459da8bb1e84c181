// Every word behind `neighbour`, `nexthop`, `ntable`, `netconf`, `addrlabel` and `token`, right and wrong: the same requests,
// output and code as iproute2's; and what is shown of lists that break off.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeDatagram } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import type { RecordedDatagram } from '../../src/netlink/exchange.js';
import { assertCases, replayedHere } from './in-process.js';

const test = suite('neighbour words');

for (const file of ['neighbour-words', 'neighbour-show', 'nexthop-words', 'ntable-words']) test(file, () => assertCases(`${file}.jsonl.gz`));

type Sent = Parameters<typeof encodeDatagram>[0][number];

const datagram = (dir: 'tx' | 'rx', sequence: number, name: string, flags: number, body: object): RecordedDatagram => ({
  dir,
  sock: 0,
  hex: toHex(encodeDatagram([{ name, header: { sequence, flags }, body } as Sent], { byteOrder: 'little' })),
});
const done = (error: number) => datagram('rx', 1, 'NLMSG_DONE', 2, { error });
const ask = (words: string, exchange: readonly RecordedDatagram[]) => replayedHere({ argv: ['ip', ...words.split(' ')], exchange });

const REFUSED = 'RTNETLINK answers: Device or resource busy\n';

test('a list that breaks off shows what came before', async () => {
  const neighbours = [
    datagram('tx', 1, 'RTM_GETNEIGH', 0x301, { family: 0 }),
    datagram('rx', 1, 'RTM_NEWNEIGH', 2, { family: 2, state: 0x80, dst: '10.0.0.2', lladdr: '02:00:00:00:00:02' }),
    done(-16),
  ];
  assert.equal(await ask('neigh', neighbours), { code: 1, stdout: '10.0.0.2 lladdr 02:00:00:00:00:02 PERMANENT \n', stderr: `${REFUSED}Dump terminated\n`, problems: [] });
  const cut = await ask('-j neigh', neighbours);
  assert.is(cut.stdout, '[{"dst":"10.0.0.2","lladdr":"02:00:00:00:00:02","state":["PERMANENT"]}');
  const flushed = await ask('-s neigh flush all', neighbours);
  assert.equal(flushed, { code: 1, stdout: '', stderr: `${REFUSED}Flush terminated\n`, problems: [] });

  const nexthops = [datagram('tx', 1, 'RTM_GETNEXTHOP', 0x301, { family: 0 }), datagram('rx', 1, 'RTM_NEWNEXTHOP', 2, { family: 2, id: 4, blackhole: true }), done(-16)];
  assert.equal(await ask('nexthop', nexthops), { code: 2, stdout: 'id 4 blackhole \n', stderr: `${REFUSED}Dump terminated\n`, problems: [] });

  const labels = [
    datagram('tx', 1, 'RTM_GETADDRLABEL', 0x301, { family: 10 }),
    datagram('rx', 1, 'RTM_NEWADDRLABEL', 2, { family: 10, prefixlen: 16, address: '2002::', label: 2 }),
    done(-16),
  ];
  assert.equal(await ask('addrlabel', labels), { code: 255, stdout: 'prefix 2002::/16 label 2 \n', stderr: `${REFUSED}Dump terminated\n`, problems: [] });
});

test('a list that is refused at once tells so, whatever the reason', async () => {
  const request = { length: 28, type: 30, flags: 0x301, sequence: 1, portId: 0 };
  const refusal = datagram('rx', 1, 'NLMSG_ERROR', 0, { error: -95, request });
  const listed = await ask('neigh', [datagram('tx', 1, 'RTM_GETNEIGH', 0x301, { family: 0 }), refusal]);
  assert.equal(listed, { code: 1, stdout: '', stderr: 'RTNETLINK answers: Operation not supported\nDump terminated\n', problems: [] });
  const quiet = await ask('neigh', [datagram('tx', 1, 'RTM_GETNEIGH', 0x301, { family: 0 }), done(-95)]);
  assert.is(quiet.stderr, 'Dump terminated\n');
});

test('a flush that the kernel refuses says so', async () => {
  const neighbour = { family: 2, state: 4, dst: '10.0.0.2', lladdr: '02:00:00:00:00:02' };
  const request = { length: 28, type: 29, flags: 1, sequence: 2, portId: 0 };
  const exchange = [
    datagram('tx', 1, 'RTM_GETNEIGH', 0x301, { family: 0 }),
    datagram('rx', 1, 'RTM_NEWNEIGH', 2, neighbour),
    done(0),
    datagram('tx', 2, 'RTM_DELNEIGH', 1, neighbour),
    datagram('rx', 2, 'NLMSG_ERROR', 0, { error: -1, request }),
  ];
  assert.equal(await ask('-s neigh flush all', exchange), { code: 1, stdout: '', stderr: 'Failed to send flush request: Operation not permitted\n', problems: [] });
});

test('a monitor shows nexthops, buckets, labels, settings and prefixes, and complains of what is no prefix', async () => {
  const told: readonly (readonly [name: string, body: object])[] = [
    ['RTM_NEWNEXTHOP', { family: 2, scope: 253, id: 1, gateway: '10.0.0.2', oif: 3 }],
    ['RTM_DELNEXTHOP', { family: 0, id: 100, group: [{ id: 1, weight: 2 }, { id: 2 }] }],
    ['RTM_DELNEXTHOPBUCKET', { id: 102, resBucket: { index: 3, idleTime: 125n, nhid: 2 } }],
    ['RTM_DELADDRLABEL', { family: 10, prefixlen: 32, address: '2001:db8::', label: 99 }],
    ['RTM_DELNETCONF', { family: 2, ifindex: -2, forwarding: 1, rpFilter: 2 }],
    ['RTM_GETNEIGH', { family: 2, index: 3, dst: '10.0.0.9' }],
    ['RTM_NEWPREFIX', { family: 10, index: 3, type: 3, prefixlen: 64, flags: 1, address: '2001:db8::' }],
    ['RTM_NEWPREFIX', { family: 10, index: 3, type: 24 }],
  ];
  const link = { index: 3, ifname: 'eth0' };
  const exchange = [
    datagram('tx', 1, 'RTM_GETLINK', 0x301, { extMask: 9 }),
    datagram('rx', 1, 'RTM_NEWLINK', 2, link),
    done(0),
    ...told.map(([name, body]) => ({ ...datagram('rx', 0, name, 0, body), nl_groups: 1 })),
  ];
  const { stdout, stderr } = await ask('monitor label', exchange);
  assert.is(
    stdout,
    `[NEXTHOP]id 1 via 10.0.0.2 dev eth0 scope link 
[NEXTHOP]Deleted id 100 group 1,2/2 
[NEXTHOPBUCKET]id 102 index 3 idle_time 1.25 nhid 2 
[ADDRLABEL]Deleted prefix 2001:db8::/32 label 99 
[NETCONF]Deleted inet default forwarding on rp_filter loose 
[NEIGH]miss 10.0.0.9 dev eth0 
[PREFIX]prefix 2001:db8::/64dev eth0 onlink 
[PREFIX]`,
  );
  assert.is(stderr, 'wrong ND type 24\n');
});

test.run();
