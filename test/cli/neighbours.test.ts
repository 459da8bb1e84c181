// Every word behind `neighbour`, `nexthop`, `ntable`, `netconf`, `addrlabel` and `token`, right and wrong: the same requests,
// output and code as iproute2's; and what is shown of lists that break off.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeDatagram } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import type { RecordedDatagram } from '../../src/netlink/exchange.js';
import { assertCases, replayedHere } from './in-process.js';

const test = suite('neighbour words');

for (const file of ['neighbour-words', 'nexthop-words', 'ntable-words']) test(file, () => assertCases(`${file}.jsonl.gz`));

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

test.run();
