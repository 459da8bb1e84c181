// `monitor` without a kernel: its words, recordings of rtmon(8), stamps, what stands before a message.

import { writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { timestamp } from '../../src/cli/monitor/time.js';
import { encodeDatagram, type RtnlMessage } from '../../src/index.js';
import { hostIsLittleEndian } from '../../src/netlink/bytes.js';
import { toHex } from '../../src/netlink/surface.js';
import { assertCases } from './in-process.js';
import { type Ran, rtnl, withFile } from './recordings.js';

const test = suite('monitor');

const link = (name: 'RTM_NEWLINK' | 'RTM_DELLINK', index: number, ifname: string) =>
  ({ name, header: {}, body: { index, type: 1, flags: 0x1002, ifname, mtu: 1500, operstate: 'down' } }) as const;
const address = (index: number) =>
  ({ name: 'RTM_NEWADDR', header: {}, body: { family: 2, prefixlen: 24, flags8: 0x80, scope: 0, index, local: '10.0.0.1', address: '10.0.0.1' } }) as const;
type Told = ReturnType<typeof link> | ReturnType<typeof address>;

const EXPECTED = {
  link: (index: number, name: string) => `${index}: ${name}: <BROADCAST,MULTICAST> mtu 1500 state DOWN \n    link/ether \n`,
  address: (index: number, name: string) => `${index}: ${name}    inet 10.0.0.1/24 scope global \n`,
};

/** Runs `monitor` on a recording of these messages, each by itself. */
function monitored(messages: readonly (Told & { readonly nsid?: number })[], options: readonly string[], ...words: string[]): Promise<Ran> {
  const exchange = messages.map(({ nsid, ...message }) => ({
    dir: 'rx',
    sock: 0,
    hex: toHex(encodeDatagram([message as RtnlMessage], { byteOrder: 'little' })),
    nl_groups: 1,
    ...(nsid !== undefined && { nsid }),
  }));
  const dump = [
    { dir: 'tx', sock: 0, hex: '2800000012000103010000000000000000000000000000000000000000000000'.concat('08001d0009000000') },
    { dir: 'rx', sock: 0, hex: '14000000030002000100000000000000'.concat('00000000') },
  ];
  return withFile(JSON.stringify({ rc: 143, exchange: [...dump, ...exchange] }), (path) => rtnl('--replay', path, ...options, 'monitor', ...words));
}

test('tells links and addresses, and ends where the recording does, as ip ended', async () => {
  const { stdout, stderr, code } = await monitored([link('RTM_NEWLINK', 3, 'eth0'), address(3), link('RTM_DELLINK', 3, 'eth0')], []);
  assert.is(stdout, `${EXPECTED.link(3, 'eth0')}${EXPECTED.address(3, 'eth0')}Deleted ${EXPECTED.link(3, 'eth0')}`);
  assert.is(stderr, '');
  assert.is(code, 143);
});

test('labels, namespaces, stamps', async () => {
  const told = [link('RTM_NEWLINK', 3, 'eth0'), { ...address(3), nsid: 7 }];
  const all = await monitored(told, [], 'all', 'all-nsid');
  assert.is(all.stdout, `[nsid current][LINK]${EXPECTED.link(3, 'eth0')}[nsid 7][ADDR]${EXPECTED.address(3, 'eth0')}`);
  const labels = await monitored(told, [], 'label');
  assert.is(labels.stdout, `[LINK]${EXPECTED.link(3, 'eth0')}[ADDR]${EXPECTED.address(3, 'eth0')}`);
  const stamped = await monitored([address(3)], ['-t'], 'label');
  assert.match(stamped.stdout, /^Timestamp: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} \d+ usec\n\[ADDR\]3: if3 /);
  const short = await monitored([address(3)], ['-ts'], 'label');
  assert.match(short.stdout, /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\] \[ADDR\]3: if3 /);
});

test('what ip told of changes, with names of namespaces that come and go', () => assertCases('monitor-show.jsonl.gz'));

test('a link that got another name keeps the first one where others refer to it', async () => {
  const { stdout } = await monitored([link('RTM_NEWLINK', 3, 'eth0'), link('RTM_NEWLINK', 3, 'lan0'), address(3)], []);
  assert.is(stdout, `${EXPECTED.link(3, 'eth0')}${EXPECTED.link(3, 'lan0')}${EXPECTED.address(3, 'eth0')}`);
});

test('of one link, others leave their label', async () => {
  const { stdout } = await monitored([link('RTM_NEWLINK', 3, 'eth0'), link('RTM_NEWLINK', 4, 'eth1'), address(4)], [], 'label', 'dev', 'eth1');
  assert.is(stdout, `[LINK][LINK]${EXPECTED.link(4, 'eth1')}[ADDR]${EXPECTED.address(4, 'eth1')}`);
});

test('an index that no link can have is told as any other', async () => {
  const { stdout, stderr } = await monitored([address(0xffff_ffff), address(4)], []);
  assert.is(stdout, `${EXPECTED.address(0xffff_ffff, 'if4294967295')}${EXPECTED.address(4, 'if4')}`);
  assert.is(stderr, '');
});

test('stamps are in local time', () => {
  const time = new Date(2026, 0, 5, 3, 4, 9).getTime() + 0.25;
  assert.is(timestamp(time, false), 'Timestamp: Mon Jan  5 03:04:09 2026 250 usec\n');
  assert.is(timestamp(time + 7, true), '[2026-01-05T03:04:09.007250] ');
});

const usage = `Usage: ip monitor [ all | OBJECTS ] [ FILE ] [ label ] [ all-nsid ]
                  [ dev DEVICE ]
OBJECTS :=  address | link | mroute | neigh | netconf |
            nexthop | nsid | prefix | route | rule | stats
FILE := file FILENAME
`;

for (const [words, stderr, code] of [
  [['help'], usage, 255],
  [['link', 'h'], usage, 255],
  [['nonsense'], 'Argument "nonsense" is unknown, try "ip monitor help".\n', 255],
  [['linkx'], 'Argument "linkx" is unknown, try "ip monitor help".\n', 255],
  [['stat'], 'Argument "stat" is unknown, try "ip monitor help".\n', 255],
  [['de'], 'Argument "de" is unknown, try "ip monitor help".\n', 255],
  [['dev'], 'Command line is not complete. Try option "help"\n', 255],
  [['file'], 'Command line is not complete. Try option "help"\n', 255],
  [['file', '/nonexistent'], 'Cannot fopen: No such file or directory\n', 255],
] as const) {
  test(`monitor ${words.join(' ')}`, async () => {
    assert.equal(await rtnl('monitor', ...words), { stdout: '', stderr, code });
  });
}

/** What rtmon(8) writes: stamps of two u32 between the messages. */
function stamp(seconds: number, microseconds: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, 24, hostIsLittleEndian);
  view.setUint16(4, 15, hostIsLittleEndian);
  view.setUint32(16, seconds, hostIsLittleEndian);
  view.setUint32(20, microseconds, hostIsLittleEndian);
  return new Uint8Array(view.buffer);
}

async function fromFile(bytes: Uint8Array, ...words: string[]): Promise<Ran> {
  return withFile('', (path) => {
    writeFileSync(path, bytes);
    return rtnl('monitor', 'file', path, ...words);
  });
}

const whole = (message: Told): Uint8Array => {
  const bytes = encodeDatagram([message as RtnlMessage]);
  return new Uint8Array([...bytes, ...new Uint8Array((4 - (bytes.length % 4)) % 4)]);
};

test('reads a recording of rtmon', async () => {
  const file = new Uint8Array([...stamp(1_700_000_000, 42), ...whole(link('RTM_NEWLINK', 3, 'eth0')), ...stamp(1_700_000_001, 43), ...whole(address(3))]);
  const { stdout, stderr, code } = await fromFile(file, 'label');
  const told = stdout.replace(/^Timestamp: \w{3} Nov 1[45] \d\d:\d\d:2[01] 2023 /gm, '');
  assert.is(told, `42 us\n[LINK]${EXPECTED.link(3, 'eth0')}43 us\n[ADDR]${EXPECTED.address(3, 'eth0')}`);
  assert.equal([stderr, code], ['', 0]);
});

test('says where a recording is none', async () => {
  const message = whole(link('RTM_NEWLINK', 3, 'eth0'));
  assert.equal(await fromFile(message.slice(0, 10)), { stdout: '', stderr: 'rtnl-from_file: truncated message\n', code: 1 });
  assert.equal(await fromFile(message.slice(0, 40)), { stdout: '', stderr: 'rtnl-from_file: truncated message\n', code: 1 });
  assert.equal(await fromFile(new Uint8Array(32)), { stdout: '', stderr: '!!!malformed message: len=0 @16\n', code: 1 });
  assert.equal(await fromFile(new Uint8Array()), { stdout: '', stderr: '', code: 0 });
});

test('names what it does not know, as ip does', async () => {
  const view = new DataView(new ArrayBuffer(20));
  view.setUint32(0, 20, hostIsLittleEndian);
  view.setUint16(4, 999, hostIsLittleEndian);
  const { stderr, code } = await fromFile(new Uint8Array(view.buffer));
  assert.is(stderr, 'Unknown message: type=0x000003e7(999) flags=0x00000000(0) len=0x00000014(20)\n');
  assert.is(code, 0);
});

test.run();
