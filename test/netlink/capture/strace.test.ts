import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toHex } from '../../../src/netlink/bytes.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import { type CaptureOptions, openCapture } from '../../../src/netlink/capture/open.js';
import type { CaptureError } from '../../../src/netlink/errors.js';
import { chunks, fixture, message, read, u32 } from './captures.js';

const test = suite('capture: strace');

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function log(lines: readonly string[] | string, options: CaptureOptions = {}): Promise<readonly CapturedDatagram[]> {
  const text = typeof lines === 'string' ? lines : `${lines.join('\n')}\n`;
  const { datagrams, error } = await read(encode(text), { format: 'strace', byteOrder: 'little', ...options });
  assert.is(error, undefined);
  return datagrams;
}

const hexes = async (lines: readonly string[] | string, options?: CaptureOptions): Promise<string[]> => (await log(lines, options)).map(({ bytes }) => toHex(bytes));

const SOCKET = 'socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3';
const DUMP = '[{nlmsg_len=16, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP, nlmsg_seq=7, nlmsg_pid=4711}]';
const REQUEST = message(true, 18, 0x301);
const GETLINK = `sendto(3, ${DUMP}, 16, 0, NULL, 0) = 16`;
const recvmsg = (data: string, result = 16, more = '') =>
  `recvmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, msg_namelen=12, msg_iov=[{iov_base=${data}, iov_len=32768}], msg_iovlen=1, ${more}msg_flags=0}, 0) = ${result}`;

test('reads what stands before a call, in any combination', async () => {
  const pids = ['', '4711  ', '[pid  4711] ', '[pid 4711<ip>] ', '4711<ip> '];
  const times = ['', '22:54:58 ', '22:54:58.145496 ', '1795906498.162903 ', '1795906498 ', '     0.000049 '];
  const others = ['', '[  46] ', '[00007fceea7a6c10] ', '[  46] [00007fceea7a6c10] '];
  for (const pid of pids) {
    for (const time of times) {
      for (const other of others) {
        const before = `${pid}${time}${other}`;
        const [datagram, ...more] = await log([`${before}${SOCKET}`, `${before}${GETLINK} <0.000028>`]);
        assert.equal(datagram?.bytes, REQUEST, before);
        assert.is(datagram?.socket, pid === '' ? '3' : '4711/3', before);
        assert.is(more.length, 0);
      }
    }
  }
});

test('tells times, and what they count from', async () => {
  const times = async (...stamps: readonly string[]) => {
    const { datagrams } = await read(
      encode(
        `${stamps[0]} ${SOCKET}\n${stamps
          .slice(1)
          .map((stamp) => `${stamp} ${GETLINK}\n`)
          .join('')}`,
      ),
    );
    return datagrams.map(({ time }) => time);
  };
  assert.equal(await times('1795906498.16', '1795906498.162903', '1795906499.000000001'), [1_795_906_498_162_903_000n, 1_795_906_499_000_000_001n]);
  assert.equal(await times('23:59:58', '23:59:59.5', '00:00:01', '00:00:00.9'), [86_399_500_000_000n, 86_401_000_000_000n, 86_400_900_000_000n]);
  assert.equal(await times('0.000000', '     0.000049', '     1.000001'), [49_000n, 1_000_050_000n]);
  for (const [stamp, from] of [
    ['1795906498.16', 'epoch'],
    ['23:59:58', 'midnight'],
    ['0.000049', 'start'],
  ] as const) {
    const capture = await openCapture(encode(`${stamp} ${SOCKET}\n${stamp} ${GETLINK}\n`));
    for await (const { time } of capture) assert.ok(time !== undefined);
    assert.is(capture.timesFrom, from);
  }
  assert.is((await openCapture(fixture('pcap/vm-6.1-s390x-recipe.pcap.gz'))).timesFrom, 'epoch');
  const [sent, received] = await log([`10:00:00 ${SOCKET}`, `10:00:00 ${GETLINK} <0.5>`, `10:00:01 ${recvmsg(DUMP)} <0.25>`]);
  // It was there when the call returned.
  assert.equal([sent?.time, received?.time], [36_000_000_000_000n, 36_001_250_000_000n]);
});

test('puts interrupted calls together', async () => {
  const lines = [
    `[pid 10] ${SOCKET}`,
    '[pid 10] recvmsg(3,  <unfinished ...>',
    '[pid 11] socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC <unfinished ...>',
    '[pid 10] <... recvmsg resumed>{msg_name={sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000010}, msg_namelen=12, msg_iov=[{iov_base=' +
      `${DUMP}, iov_len=32768}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 16`,
    '[pid 11] <... socket resumed>)        = 3',
    `[pid 11] ${GETLINK}`,
    // Begun before the log.
    '[pid 12] <... recvmsg resumed> {msg_name=NULL}, 0) = 16',
  ];
  assert.equal(
    (await log(lines)).map(({ socket, family, groups, direction, offset }) => [socket, family, groups, direction, offset]),
    [
      ['10/3', 0, 0x10, 'received', (lines[0] ?? '').length + 1],
      ['11/3', 16, undefined, 'sent', lines.slice(0, 5).join('\n').length + 1],
    ],
  );
});

test('knows which descriptors are netlink, and of which family', async () => {
  const sockets = async (...lines: readonly string[]) => (await log(lines)).map(({ socket, family }) => `${socket} ${family}`);
  assert.equal(await sockets('socket(AF_NETLINK, SOCK_RAW, NETLINK_XFRM) = 4', GETLINK.replace('3', '4')), ['4 6']);
  assert.equal(await sockets('socket(0x10 /* AF_NETLINK */, 0x3, 0x10 /* NETLINK_GENERIC */) = 4', GETLINK.replace('3', '4')), ['4 16']);
  // Not seen opened: by its annotation, or by what is said on it.
  assert.equal(await sockets(GETLINK.replace('3', '5<NETLINK:[SOCK_DIAG:4158526307]>')), ['5 4']);
  assert.equal(await sockets(GETLINK.replace('3', '5<NETLINK:[159804]>')), ['5 0']);
  assert.equal(await sockets(GETLINK), ['3 0']);
  assert.equal(
    await sockets('bind(6, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=0x1}, 12) = 0', 'sendto(6, "\\x10\\0\\0\\0\\x12\\0\\1\\3\\7\\0\\0\\0g\\22\\0\\0", 16, 0, NULL, 0) = 16'),
    ['6 0'],
  );
  // Others are none of it.
  assert.equal(
    await sockets(
      'socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3',
      'sendto(3, "\\20\\0\\0\\0", 4, 0, NULL, 0) = 4',
      'sendto(4<TCP:[127.0.0.1:80->127.0.0.1:5]>, "NETLINK", 7, 0, NULL, 0) = 7',
    ),
    [],
  );
  assert.equal(await sockets(SOCKET, 'close(3) = 0', 'openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 3', 'read(3, "\\20\\0\\0\\0text", 8) = 8'), []);
  // Closed and opened again, duplicated, inherited, shared.
  assert.equal(await sockets(SOCKET, GETLINK, 'close(3) = 0', SOCKET, GETLINK), ['3 0', '3#2 0']);
  assert.equal(await sockets(SOCKET, 'dup2(3, 9) = 9', GETLINK.replace('3', '9'), 'fcntl(9, F_DUPFD_CLOEXEC, 20) = 20', GETLINK.replace('3', '20')), ['3 0', '3 0']);
  assert.equal(await sockets(`1 ${SOCKET}`, '1 vfork() = 2', `2 ${GETLINK}`, '2 close(3) = 0', `1 ${GETLINK}`), ['1/3 0', '1/3 0']);
  assert.equal(await sockets('1 clone(child_stack=NULL, flags=CLONE_VM|CLONE_FILES) = 2', `2 ${SOCKET}`, `1 ${GETLINK}`, '2 +++ exited with 0 +++', `1 ${GETLINK}`), [
    '2/3 0',
    '2/3 0',
  ]);
});

test('leaves out what was only looked at, what failed, and what does not begin as a message', async () => {
  const lines = [
    SOCKET,
    recvmsg('NULL', 1168).replace('}, 0)', '}, MSG_PEEK|MSG_TRUNC)'),
    recvmsg('NULL', 1168).replace('}, 0)', '}, 0x22 /* MSG_PEEK|MSG_TRUNC */)'),
    'recvmsg(3, {msg_namelen=12}, 0) = -1 EAGAIN (Resource temporarily unavailable)',
    'recvfrom(3, 0x7ffe6e5c23d0, 1024, MSG_PEEK|MSG_DONTWAIT, NULL, NULL) = 16',
    'sendto(3, NULL, 0, 0, NULL, 0) = 0',
    'recvmsg(3, {msg_namelen=12}, 0) = ?',
    // The descriptor was closed, and the log does not say so.
    'read(3, "root:x:0:0:root", 4096) = 15',
    'write(3, "\\x10\\x00\\x00\\x00\\x12\\x00\\x01\\x03\\x07\\x00\\x00\\x00\\x67\\x12\\x00\\x00", 16) = 16',
  ];
  assert.equal(await hexes(lines), [toHex(REQUEST)]);
});

test('reads every call that carries datagrams, however their buffers are printed', async () => {
  const bytes = '"\\x10\\x00\\x00\\x00\\x12\\x00\\x01\\x03\\x07\\x00\\x00\\x00\\x67\\x12\\x00\\x00"';
  const expected = toHex(REQUEST);
  const header = (iov: string) => `{msg_name=NULL, msg_namelen=0, msg_iov=${iov}, msg_controllen=0, msg_flags=0}`;
  const calls = [
    `send(3, ${bytes}, 16, 0) = 16`,
    `recv(3, ${bytes}, 8192, 0) = 16`,
    `recvfrom(3, ${bytes}, 8192, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, [12]) = 16`,
    `recvfrom(3, ${bytes}, 8192, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, [12 => 12]) = 16`,
    `sendmsg(3, ${header(`[{iov_base=${bytes}, iov_len=16}]`)}, 0) = 16`,
    `writev(3, [{iov_base=${bytes}, iov_len=16}], 1) = 16`,
    `readv(3, [{iov_base=${bytes}, iov_len=4096}], 1) = 16`,
    // Over two buffers; in older versions pairs, and counts behind the names.
    `sendmsg(3, ${header('[{iov_base="\\x10\\x00\\x00\\x00", iov_len=4}, {iov_base="\\x12\\x00\\x01\\x03\\x07\\x00\\x00\\x00\\x67\\x12\\x00\\x00", iov_len=12}]')}, 0) = 16`,
    'sendmsg(3, {msg_name(12)={sa_family=AF_NETLINK, pid=0, groups=00000000}, msg_iov(1)=[{"\\20\\0\\0\\0\\22\\0\\1\\3\\7\\0\\0\\0g\\22\\0\\0", 16}], msg_controllen=0, msg_flags=0}, 0) = 16',
    // strace 4.
    'sendto(3, {{len=16, type=RTM_GETLINK, flags=NLM_F_REQUEST|NLM_F_DUMP, seq=7, pid=4711}}, 16, 0, NULL, 0) = 16',
    'sendto(3, {len=16, type=0x12 /* NLMSG_??? */, flags=NLM_F_REQUEST|0x300, seq=7, pid=4711}, 16, 0, NULL, 0) = 16',
  ];
  for (const call of calls) assert.equal(await hexes([SOCKET, call]), [expected], call);
  const two = `[{msg_hdr=${header(`[{iov_base=${bytes}, iov_len=16}]`)}, msg_len=16}, {msg_hdr=${header(`[{iov_base=${DUMP}, iov_len=16}]`)}, msg_len=16}]`;
  assert.equal(await hexes([SOCKET, `sendmmsg(3, ${two}, 2, 0) = 2`]), [expected, expected]);
  assert.equal(await hexes([SOCKET, `recvmmsg(3, ${two}, 2, MSG_DONTWAIT, NULL) = 1`]), [expected]);
});

test('tells groups and the namespace of notifications', async () => {
  const control = (data: string, type = 'NETLINK_LISTEN_ALL_NSID') =>
    `msg_control=[{cmsg_len=20, cmsg_level=SOL_NETLINK, cmsg_type=${type}, cmsg_data=${data}}], msg_controllen=24, `;
  const lines = [
    recvmsg(DUMP, 16, control('"\\x03\\x00\\x00\\x00"')),
    recvmsg(DUMP, 16, control('"\\xff\\xff\\xff\\xff"', '0x8')),
    recvmsg(DUMP, 16, control('[5]')),
    recvmsg(DUMP),
  ];
  assert.equal(
    (await log(lines.map((line) => line.replace('nl_groups=00000000', 'nl_groups=0000001a')))).map(({ nsid, groups }) => [nsid, groups]),
    [
      [3, 0x1a],
      [-1, 0x1a],
      [5, 0x1a],
      [undefined, 0x1a],
    ],
  );
});

test('says what was cut off, and where a receive buffer was too small', async () => {
  const cut = '[{nlmsg_len=1468, nlmsg_type=0x10 /* NLMSG_??? */, nlmsg_flags=NLM_F_MULTI, nlmsg_seq=1, nlmsg_pid=2}, "\\x00\\x00\\x04\\x03"...]';
  const shape = (datagrams: readonly CapturedDatagram[]) => datagrams.map(({ bytes, fullLength, untold }) => [bytes.length, fullLength, untold]);
  assert.equal(shape(await log([recvmsg(cut, 1468)])), [[20, 1468, undefined]]);
  // Each message whose end is missing ends what is handed out in one.
  assert.equal(shape(await log([recvmsg(`[${cut}, ${cut.replace('1468', '100')}, ${DUMP}]`, 1584)])), [
    [20, 1468, undefined],
    [20, 100, undefined],
    [16, 16, undefined],
  ]);
  assert.equal(shape(await log([recvmsg(DUMP, 64).replace('iov_len=32768', 'iov_len=16')])), [[16, 64, undefined]]);
  assert.equal(shape(await log([SOCKET, 'recvmsg(3, 0x7ffe, 0) = 20', 'sendto(3, 0x7ffe, 24, 0, NULL, 0) = 24'])), [
    [0, 20, undefined],
    [0, 24, undefined],
  ]);
  // Absurd sizes take no memory.
  const [absurd] = await log([recvmsg('[{nlmsg_len=60000000, nlmsg_type=3, nlmsg_flags=0, nlmsg_seq=1, nlmsg_pid=2}, "\\x00"...]', 60_000_000)]);
  assert.equal([absurd?.bytes.length, absurd?.fullLength], [17, 60_000_000]);
});

const newlink = (attributes: string, length: number) =>
  `sendto(3, [{nlmsg_len=${length}, nlmsg_type=RTM_NEWLINK, nlmsg_flags=NLM_F_REQUEST, nlmsg_seq=7, nlmsg_pid=0}, {ifi_family=AF_UNSPEC, ifi_type=ARPHRD_ETHER, ifi_index=5, ifi_flags=IFF_UP, ifi_change=0x1}, ${attributes}], ${length}, 0, NULL, 0) = ${length}`;
const HEAD = '0000010005000000010000000100000';

test('puts attributes together again by their length and the form of their value', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['[{nla_len=9, nla_type=IFLA_IFNAME}, "eth0"]', '09000300657468300000 0000'],
    // Without its NUL, which strace marks as it does what is cut off.
    ['[{nla_len=8, nla_type=IFLA_IFNAME}, "eth0"...]', '0800030065746830'],
    ['[{nla_len=8, nla_type=IFLA_MTU}, 1500]', '08000400dc050000'],
    ['[{nla_len=8, nla_type=0x4 /* IFLA_MTU */}, 0x5dc]', '08000400dc050000'],
    ['[{nla_len=5, nla_type=IFLA_OPERSTATE}, 6]', '0500100006000000'],
    ['[{nla_len=6, nla_type=IFLA_BRPORT_PRIORITY}, 32]', '0600020020000000'],
    ['[{nla_len=12, nla_type=IFLA_BR_HELLO_TIMER}, 0x123456789]', '0c001000 8967452301000000'],
    ['[{nla_len=8, nla_type=IFLA_AF_SPEC}, -1]', '08001a00ffffffff'],
    ['[{nla_len=10, nla_type=IFLA_ADDRESS}, 36:12:8e:d8:3b:00]', '0a00010036128ed83b000000'],
    ['[{nla_len=8, nla_type=IFLA_EXT_MASK}, RTEXT_FILTER_VF|RTEXT_FILTER_SKIP_STATS]', '08001d0009000000'],
    ['[{nla_len=6, nla_type=IFLA_BR_VLAN_PROTOCOL}, htons(ETH_P_8021Q)]', '0600080081000000'],
    ['[{nla_len=8, nla_type=IFA_LOCAL}, inet_addr("172.16.10.5")]', '08000200ac100a05'],
    ['[{nla_len=20, nla_type=IFLA_INET6_TOKEN}, inet_pton(AF_INET6, "fe80::1")]', '14000700fe80000000000000 0000000000000001'],
    ['[{nla_len=8, nla_type=IFLA_LINK}, if_nametoindex("lo")]', '0800050001000000'],
    ['{nla_len=4, nla_type=NLA_F_NESTED|0x3e /* IFLA_??? */}', '04003e80'],
    ['[{nla_len=12, nla_type=NLA_F_NESTED|IFLA_PROP_LIST}, [{nla_len=8, nla_type=IFLA_ALT_IFNAME}, "abc"]]', '0c003480 0800350061626300'],
    ['[{nla_len=16, nla_type=IFLA_LINKINFO}, [[{nla_len=7, nla_type=IFLA_INFO_KIND}, "br"], {nla_len=4, nla_type=IFLA_INFO_DATA}]]', '10001200 07000100 62720000 04000200'],
    ['[{nla_len=12, nla_type=IFLA_LINKINFO}, [{nla_len=4, nla_type=IFLA_INFO_DATA}, {nla_len=4, nla_type=IFLA_INFO_DATA}]]', '0c001200 04000200 04000200'],
    [
      '[{nla_len=36, nla_type=IFLA_MAP}, {mem_start=0x1, mem_end=0, base_addr=0x2, irq=3, dma=4, port=5}]',
      '24000e00 0100000000000000 0000000000000000 0200000000000000 0300 04 05 00000000',
    ],
    ['[{nla_len=12, nla_type=IFLA_BR_ROOT_ID}, {prio=[128, 0], addr=00:00:00:00:00:01}]', '0c000a00 8000 000000000001'],
    ['[{nla_len=20, nla_type=IFLA_INET6_CACHEINFO}, {max_reasm_len=65535, tstamp=1, reachable_time=2, retrans_time=3}]', '14000500 ffff0000 01000000 02000000 03000000'],
    ['[{nla_len=12, nla_type=IFLA_INET_CONF}, [[IPV4_DEVCONF_FORWARDING-1]=1, [IPV4_DEVCONF_TAG-1]=2]]', '0c000100 01000000 02000000'],
    ['[{nla_len=12, nla_type=IFLA_BR_MULTI_BOOLOPT}, {optval=0, optmask=1<<BR_BOOLOPT_NO_LL_LEARN|1<<BR_BOOLOPT_MST_ENABLE|0x20}]', '0c002e00 00000000 25000000'],
    ['[[{nla_len=5, nla_type=IFLA_OPERSTATE}, 6], [{nla_len=5, nla_type=IFLA_LINKMODE}, 1]]', '0500100006000000 0500110001000000'],
  ];
  for (const [said, hex] of cases) {
    const [payload] = hex.replaceAll(' ', '').match(/.*/) ?? [''];
    const length = 32 + payload.length / 2;
    const [bytes = ''] = await hexes([SOCKET, newlink(said, length)]);
    assert.is(bytes.slice(64), payload, said);
    assert.is(bytes.slice(32, 63), HEAD, said);
  }
});

test('says what the log does not tell, with something in its place', async () => {
  const untold = async (said: string, length: number) => {
    const [datagram] = await log([SOCKET, newlink(said, 32 + length)]);
    return [toHex(datagram?.bytes.subarray(32) ?? new Uint8Array()), datagram?.untold];
  };
  const index = 1_000_001;
  assert.equal(await untold('[{nla_len=8, nla_type=IFLA_LINK}, if_nametoindex("eth0")]', 8), [
    `08000500${toHex(u32(true, index))}`,
    [{ offset: 36, length: 4, said: 'if_nametoindex("eth0")' }],
  ]);
  assert.equal(await untold('[{nla_len=8, nla_type=IFLA_OF_TOMORROW}, 5]', 8), ['0800000005000000', [{ offset: 34, length: 2, said: 'IFLA_OF_TOMORROW' }]]);
  assert.equal(await untold('[{nla_len=8, nla_type=IFLA_GROUP}, FOO_BAR|0x1]', 8), ['08001b0000000000', [{ offset: 36, length: 4, said: 'FOO_BAR|0x1' }]]);
  assert.equal(await untold('[{nla_len=16, nla_type=IFLA_INFO_DATA}, "\\x01\\x02"...]', 16), [`100002000102${'00'.repeat(10)}`, [{ offset: 38, length: 10, said: '"..."...' }]]);
  assert.equal(await untold('[{nla_len=12, nla_type=IFLA_INET_CONF}, [[IPV4_DEVCONF_FORWARDING-1]=1, ...]]', 12), [
    '0c0001000100000000000000',
    [{ offset: 40, length: 4, said: '[...]' }],
  ]);
  assert.equal(await untold('[{nla_len=36, nla_type=IFLA_MAP}, {mem_start=0x1, ...}]', 36), [`24000e0001${'00'.repeat(31)}`, [{ offset: 44, length: 24, said: '{mem_start...}' }]]);
  assert.equal(await untold('[{nla_len=8, nla_type=IFLA_MTU}, 0x7ffe /* IFLA_??? */]', 8), ['08000400fe7f0000', undefined]);
});

test('learns the indexes of links and the numbers of generic families from the log', async () => {
  const lines = ['ioctl(4, SIOCGIFINDEX, {ifr_name="eth0", ifr_ifindex=7}) = 0', SOCKET, newlink('[{nla_len=8, nla_type=IFLA_LINK}, if_nametoindex("eth0")]', 40)];
  const [known] = await log(lines);
  assert.is(toHex(known?.bytes.subarray(36) ?? new Uint8Array()), '07000000');
  assert.is(known?.untold, undefined);
  const generic = [
    'socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC) = 3',
    'recvfrom(3, [{nlmsg_len=40, nlmsg_type=nlctrl, nlmsg_flags=0, nlmsg_seq=1, nlmsg_pid=2}, "\\x01\\x02\\x00\\x00\\x09\\x00\\x02\\x00\\x68\\x65\\x6c\\x6c\\x00\\x00\\x00\\x00\\x06\\x00\\x01\\x00\\x1b\\x00\\x00\\x00"], 4096, 0, NULL, NULL) = 40',
    'sendto(3, [{nlmsg_len=20, nlmsg_type=hell, nlmsg_flags=NLM_F_REQUEST, nlmsg_seq=1, nlmsg_pid=0}, {cmd=0x1, version=1}], 20, 0, NULL, 0) = 20',
  ];
  const [, request] = await log(generic);
  assert.is(toHex(request?.bytes ?? new Uint8Array()), '140000001b00010001000000000000000101' + '0000');
  assert.is(request?.untold, undefined);
});

test('reads errors, with the request and what the kernel says of it', async () => {
  const error =
    '[{nlmsg_len=68, nlmsg_type=NLMSG_ERROR, nlmsg_flags=NLM_F_ACK_TLVS, nlmsg_seq=1, nlmsg_pid=2}, [{error=-EOPNOTSUPP, msg=[{nlmsg_len=24, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST, nlmsg_seq=1, nlmsg_pid=0}, "\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08"]}, [[{nla_len=11, nla_type=NLMSGERR_ATTR_MSG}, "no way"], [{nla_len=8, nla_type=NLMSGERR_ATTR_OFFS}, 16]]]]';
  const [hex] = await hexes([SOCKET, recvmsg(error, 68)]);
  assert.is(
    hex,
    '4400000002000002 0100000002000000 a1ffffff 18000000 12000100 01000000 00000000 0102030405060708 0b000100 6e6f20776179 0000 08000200 10000000'.replaceAll(' ', ''),
  );
  const [capped] = await hexes([
    SOCKET,
    recvmsg(
      '[{nlmsg_len=36, nlmsg_type=NLMSG_ERROR, nlmsg_flags=NLM_F_CAPPED, nlmsg_seq=1, nlmsg_pid=-2}, {error=0, msg={nlmsg_len=40, nlmsg_type=RTM_NEWADDR, nlmsg_flags=0, nlmsg_seq=1, nlmsg_pid=0}}]',
      36,
    ),
  ]);
  assert.is(capped, '24000000020000010 1000000feffffff 00000000 28000000 14000000 01000000 00000000'.replaceAll(' ', ''));
  const [done] = await hexes([SOCKET, recvmsg('[{nlmsg_len=20, nlmsg_type=NLMSG_DONE, nlmsg_flags=NLM_F_MULTI, nlmsg_seq=1, nlmsg_pid=2}, -2]', 20)]);
  assert.is(done, '14000000030002000100000002000000feffffff');
});

test('tells a big-endian machine by the libraries that are loaded on it', async () => {
  for (const library of ['/lib/s390x-linux-gnu/libc.so.6', '/usr/lib/powerpc64-linux-gnu/libmnl.so.0', '/lib/ld64.so.1']) {
    const [datagram] = await log([`openat(AT_FDCWD, "${library}", O_RDONLY|O_CLOEXEC) = 3`, 'close(3) = 0', SOCKET, GETLINK]);
    assert.is(datagram?.littleEndian, false, library);
    assert.equal(datagram?.bytes, message(false, 18, 0x301));
  }
  const little = await log(['openat(AT_FDCWD, "/lib/powerpc64le-linux-gnu/libc.so.6", O_RDONLY) = 3', 'close(3) = 0', SOCKET, GETLINK], { byteOrder: 'big' });
  assert.is(little[0]?.littleEndian, true);
  assert.is((await log([SOCKET, GETLINK], { byteOrder: 'big' }))[0]?.littleEndian, false);
});

test('takes the bytes that are dumped behind a call over what was printed', async () => {
  const rows = [' | 00000  10 00 00 00 12 00 01 03  07 00 00 00 67 12 00 00  ............g... |'];
  assert.equal(await hexes([SOCKET, 'sendto(3, "\\x10\\x00"..., 16, 0, NULL, 0) = 16', ...rows, GETLINK]), [toHex(REQUEST), toHex(REQUEST)]);
  const [cut] = await log([SOCKET, recvmsg('[{nlmsg_len=16, nlmsg_type=0x12}, ...]'), ' * 16 bytes in buffer 0', ...rows]);
  assert.equal([cut?.bytes, cut?.untold], [REQUEST, undefined]);
  const two = '[{msg_hdr={msg_iov=[{iov_base="\\x10"..., iov_len=16}]}, msg_len=16}, {msg_hdr={msg_iov=[{iov_base="\\x10"..., iov_len=16}]}, msg_len=16}]';
  assert.equal(
    await hexes([
      SOCKET,
      `recvmmsg(3, ${two}, 2, 0, NULL) = 2`,
      ' = 1 buffers in vector 0',
      ' * 16 bytes in buffer 0',
      ...rows,
      ' = 1 buffers in vector 1',
      ' * 16 bytes in buffer 0',
      ...rows,
    ]),
    [toHex(REQUEST), toHex(REQUEST)],
  );
});

test('reads on behind a line that something else was printed into, and says so', async () => {
  const [broken, next] = await log([SOCKET, 'recvmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pihello', 'sendto(3, {nonsense here] = 16', 'Cannot find device "x"', GETLINK]);
  assert.equal([broken?.bytes.length, broken?.fullLength, broken?.untold?.[0]?.said], [0, 0, '3, {msg_name={sa_family=AF_NETLINK, nl_pihello']);
  assert.is(next?.fullLength, 0);
  const whole = await log([SOCKET, 'sendto(3, {nonsense here}, 16) = 16', GETLINK]);
  assert.equal(
    whole.map(({ fullLength, bytes }) => [bytes.length, fullLength]),
    [
      [0, 16],
      [16, 16],
    ],
  );
});

test('hands out everything before a line that is not whole', async () => {
  const lines = `${SOCKET}\n${GETLINK}\n`;
  const { datagrams, error } = await read(encode(`${lines}recvmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pid=0`));
  assert.is(datagrams.length, 1);
  assert.is((error as CaptureError).code, 'ERR_CAPTURE_TRUNCATED');
  assert.is((error as CaptureError).offset, lines.length);
});

test('reads the same in chunks of any size', async () => {
  const file = fixture('strace/05-addr-show.txt');
  const whole = await read(file);
  assert.ok(whole.datagrams.length > 5);
  for (const size of [7, 1000, 20_000]) assert.equal(await read(chunks(file, size)), whole, `${size}`);
});

test('is told by its calls, behind whatever a program printed', async () => {
  const noise = Array.from({ length: 50 }, (_, i) => `line ${i} of something (else) = 5`).join('\n');
  assert.is((await read(encode(`${noise}\n${SOCKET}\n`))).format, 'strace');
  assert.is((await read(encode(`execve("/bin/ip", ["ip", "link"], 0x7ffc /* 20 vars */) = 0\n`))).format, 'strace');
  assert.is((await read(encode('read(2) reads from a file.\n'))).format, undefined);
});

test('forgets processes rather than keep any number of them', async () => {
  const many = Array.from({ length: 5000 }, (_, i) => `${i} ${SOCKET}`);
  const [last, first] = await log([...many, `4999 ${GETLINK}`, `1 ${GETLINK}`]);
  // What was forgotten is taken for the one that was opened last under the number.
  assert.equal([last?.socket, first?.socket], ['4999/3', '4999/3']);
});

test('nests only so deep', async () => {
  const deep = await log([SOCKET, `sendto(3, ${'['.repeat(100)}, 16, 0, NULL, 0) = 16`]);
  assert.is(deep[0]?.bytes.length, 0);
});

test.run();
