// `rtnl decode`: what is told of recordings, of damaged ones and of those that grow.

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../../src/index.js';
import { toHex } from '../../../src/netlink/bytes.js';
import { bytesOfLine, type MessageLine } from '../../../src/netlink/capture/line.js';
import { openCapture } from '../../../src/netlink/capture/open.js';
import { bundled } from '../../bundled.js';
import { groups, rows, tally, trees } from '../../fixtures.js';
import { fixture, read } from '../../netlink/capture/captures.js';
import { decoded, fixturePath } from './decoding.js';

const test = suite('decode');

process.env.TZ = 'UTC';
delete process.env.NO_COLOR;

const folder = mkdtempSync(join(tmpdir(), 'rtnl-decode-'));
test.after(() => rmSync(folder, { recursive: true }));

/** What begins a colour. */
const ESC = '\x1b';

const recipe = fixturePath('pcap/vm-6.1-x86_64-recipe.pcap.gz');
const out = async (...argv: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await decoded(argv);
  assert.equal([code, stderr], [0, ''], argv.join(' '));
  return stdout;
};

test('tells each message as ip monitor does, with when, which way, how late, and what it belongs to', async () => {
  assert.is(
    await out('--entry', '3-5,10', recipe),
    `[2026-11-23T23:05:29.598527] #3 -> RTM_NEWLINK ack
[2026-11-23T23:05:29.598659] #3 <- +0.132ms ENODEV No such device
[2026-11-23T23:05:29.601640] #4 -> RTM_GETLINK extMask 9, ifname eth0
[2026-11-23T23:05:29.601901] #4 <- +0.261ms [LINK]3: eth0@peer: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default 
    link/ether 6e:c7:9c:ac:ab:9e brd ff:ff:ff:ff:ff:ff
[2026-11-23T23:05:29.605759] #5 -> RTM_NEWLINK excl create ack link 3, ifname macvlan1, linkinfo.kind macvlan
[2026-11-23T23:05:29.608006] #5 <- +2.247ms ok
[2026-11-23T23:05:29.932253] #10 -> RTM_NEWADDR excl create ack family 2, prefixlen 24, index 5, local 172.16.10.5, address 172.16.10.5
[2026-11-23T23:05:29.933150] #10 <- +0.897ms ok
`,
  );
  assert.match(await out('--entry', '1', recipe), /^\[2026-11-23T23:05:29\.111949\] #1 <- \+1\.641ms done, 4 listed$/m);
  assert.match(await out('--details', '--entry', '34', recipe), /promiscuity 0/);
});

test('tells by what a notification was caused, and from which socket', async () => {
  const lines = (await out('--type', 'newaddr', fixturePath('vectors/notifications.jsonl'))).split('\n');
  assert.equal(lines.slice(0, 4), [
    '#35 0 -> RTM_NEWADDR excl create ack family 2, prefixlen 24, index 4, local 172.16.10.5, address 172.16.10.5',
    '#35 0 <- ok',
    '#36 1 <- (by #35) [ADDR]4: mv0    inet 172.16.10.5/24 scope global mv0',
    '       valid_lft forever preferred_lft forever',
  ]);
  assert.match(await out('--socket', '1', '--type', 'dellink', fixturePath('vectors/notifications.jsonl')), /^#75 1 <- \(by #59\?\) \[LINK\]Deleted 4: mv0/);
});

/** Messages in each recording, as tshark counts them: also those that errors repeat, and the zeros that iproute2 sends. */
const PCAPS = rows<{ file: string; headers: number; errors: number; empty: number }>('pcap/tshark.jsonl').map(({ file, headers, errors, empty }) => ({
  path: `pcap/${file}`,
  count: headers - errors - empty,
}));
const CASES = Object.keys(trees).flatMap(groups);

const PROTOCOLS = (family: number) => (family === 0 ? route : undefined);

for (const { path, count } of PCAPS) {
  test(`every view tells every message: ${path}`, async () => {
    const file = fixturePath(path);
    const lines = (await out('--json', file))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as MessageLine);
    assert.is(lines.length, count);
    const { datagrams } = await read(fixture(path));
    const whole = datagrams.map(({ bytes }) => toHex(bytes)).join();
    let at = 0;
    for (const line of lines) {
      assert.is(line.bytes, undefined);
      const hex = toHex(bytesOfLine(line, PROTOCOLS));
      at = whole.indexOf(hex, at);
      assert.ok(at >= 0, `message ${line.number}`);
      at += hex.length;
    }
    assert.is((await out(file)).match(/^\[/gm)?.length, count);
    assert.is((await out('--tree', file)).match(/^#\d+ .* message \d+, /gm)?.length, count);
    assert.match(await out('--stats', file), new RegExp(`^${count} messages, `));
  });
}

test('reads the same from a big-endian machine as from its twin', async () => {
  const told = async (path: string) =>
    (await out(fixturePath(path)))
      .replace(/^\[\S+ /gm, '')
      .replace(/\+\S+ms/g, '')
      .split('\n')
      .filter((line) => line.includes('->'))
      // The process that a link is moved to is another, and so are the indexes of links made afterwards.
      .map((line) => line.replace(/(index|netNsPid) \d+/g, '$1'));
  const [big, little] = [await told('pcap/vm-6.1-s390x-recipe.pcap.gz'), await told('pcap/vm-6.1-x86_64-recipe.pcap.gz')];
  assert.equal(big, little);
});

test('a tree has every attribute with its number, offset, length and value, and its bytes beside it', async () => {
  assert.is(
    await out('--tree', '--entry', '5', recipe),
    `#5 2026-11-23T23:05:29.605759Z -> message 17, record at 13036
RTM_NEWLINK (16) at 0, 72 bytes
  nlmsghdr: length 72, flags 0x605, sequence 1795475130, port 0               48 00 00 00 10 00 05 06 ba c6 04 6b 00 00 00 00
  ifinfomsg at 16
    family at 16: 0                                                           00
    pad at 17: 0                                                              00
    type at 18: 0                                                             00 00
    index at 20: 0                                                            00 00 00 00
    flags at 24: 0                                                            00 00 00 00
    change at 28: 0                                                           00 00 00 00
  IFLA_LINK (5) at 32, 8 bytes: u32 3                                         08 00 05 00 03 00 00 00
  IFLA_IFNAME (3) at 40, 13 bytes: string macvlan1                            0d 00 03 00 6d 61 63 76 6c 61 6e 31 00
  IFLA_LINKINFO (18) at 56, 16 bytes                                          10 00 12 00
    IFLA_INFO_KIND (1) at 60, 11 bytes: string macvlan                        0b 00 01 00 6d 61 63 76 6c 61 6e
#5 2026-11-23T23:05:29.608006Z <- message 18, record at 13140
NLMSG_ERROR (2) at 0, 36 bytes
  nlmsghdr: length 36, flags 0x100, sequence 1795475130, port 15412           24 00 00 00 02 00 00 01 ba c6 04 6b 34 3c 00 00
  nlmsgerr at 16: error 0                                                     00 00 00 00
  of the request at 20: type 16, length 72, flags 0x605, sequence 1795475130, port 0
                                                                              48 00 00 00 10 00 05 06 ba c6 04 6b 00 00 00 00
`,
  );
});

/** The bytes in the right column of a tree. */
const beside = (tree: string): string => [...tree.matchAll(/^.{76} {2}((?:[0-9a-f]{2} ?)+)$/gm)].map(([, hex = '']) => hex.replaceAll(' ', '')).join('');

test('the bytes beside a tree are those of the datagram, padding apart', async () => {
  for (const path of ['pcap/vm-6.1-x86_64-kinds_vm.pcap.gz', 'pcap/vm-6.1-s390x-macaddr.pcap.gz']) {
    const { datagrams } = await read(fixture(path));
    const shown = (await out('--tree', fixturePath(path))).replace(/^padding at .*$/gm, '');
    // Zeros are what padding has.
    const without = (hex: string): string => hex.replace(/0/g, '');
    assert.ok(without(beside(shown)) === without(datagrams.map(({ bytes }) => toHex(bytes)).join('')), path);
  }
});

test('counts types, errors and how long answers took', async () => {
  const stats = await out('--stats', recipe);
  assert.is(stats.split('\n')[0], '506 messages, 258948 bytes in 16.464s; 77 requests, 50 dumps');
  assert.match(stats, /^ {4}201 {2}242636 {2}RTM_NEWLINK$/m);
  assert.match(stats, /^ {6}1 {2}RTM_NEWNSID: EEXIST Peer netns already has a nsid assigned at RTM_NEWNSID > NETNSA_FD$/m);
  assert.match(stats, /^ +count +min +median +p99 +max +request$/m);
  assert.match(stats, /^ +24 +1\.641 +2\.871 +13\.923 +13\.923 +RTM_GETLINK dump$/m);
  assert.is(await out('--stats', '--entry', '9999', recipe), '0 messages, 0 bytes; no entries\n');
});

test('filters by entry, type, link, port, family, errors; those of one kind are alternatives', async () => {
  const ids = async (...argv: string[]) => [...new Set((await out(...argv, recipe)).match(/(?<= #)\d+/g))].map(Number);
  assert.equal(await ids('--entry', '3-5', '--entry', '7'), [3, 4, 5, 7]);
  assert.equal(await ids('--port', '15412'), [3, 5]);
  assert.equal(await ids('--port', '15412,15393'), [1, 3, 5]);
  assert.equal(await ids('--type', 'RTM_NEWADDR', '--entry', '1-20'), [10, 15, 17, 19]);
  assert.equal(await ids('--type', '20', '--entry', '1-12'), [10]);
  assert.equal(await ids('--type', 'newaddr', '--link', 'macvlan1', '--entry', '1-15'), [10, 15]);
  assert.equal(await ids('--link', '5', '--entry', '1-13'), [9, 10, 12, 13]);
  assert.equal(await ids('--family', 'xfrm'), []);
  assert.is((await ids('--family', 'route')).length, 127);
  const errors = await out('--errors', recipe);
  assert.is(errors.match(/#\d+ ->/g)?.length, 18);
  assert.is(errors.match(/#\d+ <-/g)?.length, 18);
});

test('reads what every reader reads', async () => {
  for (const path of ['strace/07-d-link-show-dev.txt', 'vectors/changes.strace.gz', 'captures/host-6.18/monitor.jsonl.gz', 'start/ip-d-link-s390x.jsonl']) {
    const { datagrams } = await read(fixture(path));
    const lines = (await out('--json', fixturePath(path))).trimEnd().split('\n');
    assert.ok(datagrams.length > 0 && lines.length >= datagrams.length, path);
  }
});

test('what came before damage is told, then where and why it ends, and the code is 1', async () => {
  const bytes = fixture('pcap/vm-6.1-x86_64-recipe.pcap.gz');
  const all = await out(recipe);
  for (const [cut, why] of [
    [13_000, /rtnl: \S+: .*, at byte \d+ of the recording\n$/],
    [bytes.length - 1, /rtnl: \S+: .*, at byte \d+ of the recording\n$/],
    [30, /rtnl: \S+: .*, at byte 24 of the recording\n$/],
  ] as const) {
    const path = join(folder, `cut-${cut}`);
    writeFileSync(path, bytes.subarray(0, cut));
    const { code, stdout, stderr } = await decoded([path]);
    assert.is(code, 1);
    assert.match(stderr, why);
    const lines = stdout.replace(/^#\d+ no end of the reply in this recording\n/gm, '');
    assert.ok(all.startsWith(lines), String(cut));
    assert.ok(cut < 100 || lines.length > 1000);
  }
});

test('a datagram that is damaged is told as such, and what follows as well', async () => {
  const link = '20000000100000000000000000000000000000000000000000000000000000000'.slice(0, 64);
  const path = join(folder, 'damaged.jsonl');
  writeFileSync(path, [`${link}aabbcc`, link, `${link.slice(0, 8)}`].map((hex) => `${JSON.stringify({ dir: 'rx', sock: 0, hex })}\n`).join(''));
  const { code, stdout } = await decoded([path]);
  assert.is(code, 0);
  assert.match(stdout, /^#2 0 <- damaged 0xaabbcc\n {4}! 3 bytes left over after the last message at byte 32\n#3 0 <- \[LINK\]/m);
  assert.match(stdout, /^#4 0 <- damaged 0x20000000\n {4}! 4 bytes left over/m);
  assert.is((await out('--errors', path)).match(/damaged/g)?.length, 2);
});

test('what cannot be read says so', async () => {
  const none = join(folder, 'none');
  assert.equal(await decoded([none]), { code: 1, stdout: '', stderr: `rtnl: ${none}: No such file or directory\n` });
  assert.equal(await decoded([folder]), { code: 1, stdout: '', stderr: `rtnl: ${folder}: Is a directory\n` });
  writeFileSync(none, 'hello');
  const { code, stderr } = await decoded([none]);
  assert.is(code, 1);
  assert.match(stderr, /^rtnl: .*format/);
});

test('refuses words that make no sense', async () => {
  const wrong = async (...argv: string[]) => {
    const { code, stdout, stderr } = await decoded(argv);
    assert.equal([code, stdout], [255, ''], argv.join(' '));
    return stderr;
  };
  assert.is(await wrong('--none', recipe), "rtnl decode: Unknown option '--none'\n");
  assert.is(await wrong('--tree', '--json', recipe), 'rtnl decode: --tree or --json, not both\n');
  assert.is(await wrong(recipe, 'other'), 'rtnl decode: one file, not "other" as well\n');
  assert.is(await wrong('--entry', 'x', recipe), 'rtnl decode: --entry takes numbers as in "3-9,12", not "x"\n');
  assert.is(await wrong('--port', '-1', recipe), "rtnl decode: Option '--port' argument is ambiguous\n");
  assert.is(await wrong('--family', 'nofamily', recipe), 'rtnl decode: no family is called "nofamily"\n');
  assert.is(await wrong('--format', 'gif', recipe), 'rtnl decode: --format takes pcap, pcapng, rtmon, strace, exchange, hex, not "gif"\n');
  assert.is(await wrong('--as', 'ls -l', recipe), 'rtnl decode: --as takes a command of ip, not "ls -l"\n');
  assert.is(await wrong('--as', 'ip netns exec a b', recipe), 'rtnl decode: no recording can be shown as "ip netns exec a b"\n');
  assert.is(await wrong('--as', 'ip sysctl a', recipe), 'rtnl decode: no recording can be shown as "ip sysctl a"\n');
  assert.is(await wrong('--as', 'ip -batch x', recipe), 'rtnl decode: no recording can be shown as "ip -batch x"\n');
  assert.is(await wrong('--write', 'x.txt', recipe), 'rtnl decode: --write makes .pcapng or .jsonl files, .gz behind either, not "x.txt"\n');
  assert.match(await out('--help'), /^Usage: rtnl decode /);
});

test('reads standard input as it comes', async () => {
  const bytes = fixture('pcap/vm-6.1-x86_64-recipe.pcap.gz');
  async function* input() {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.slice(at, at + 1000);
  }
  const { stdout } = await decoded(['-'], { input });
  assert.ok(stdout === (await out(recipe)));
  assert.ok((await decoded([], { stdin: () => bytes })).stdout === stdout);
});

test('follows a file as it grows, until it is told to stop', async () => {
  const bytes = fixture('pcap/vm-6.1-x86_64-recipe.pcap.gz');
  const path = join(folder, 'growing');
  // Inside records, and each piece after what came of the one before it.
  const cuts = [13_001, 50_003, bytes.length];
  writeFileSync(path, bytes.subarray(0, cuts[0]));
  const whole = await out('--tree', recipe);
  const controller = new AbortController();
  let stdout = '';
  let stage = 0;
  const code = (
    await decoded(['--follow', '--tree', path], {
      signal: controller.signal,
      stdout: (text) => {
        stdout += text;
        const next = cuts[stage + 1];
        if (next === undefined) {
          if (stdout === whole) controller.abort(130);
        } else if (stdout.length > 2000 * (stage + 1)) {
          appendFileSync(path, bytes.subarray(cuts[stage], next));
          stage++;
        }
      },
    })
  ).code;
  assert.is(code, 130);
  assert.ok(stdout === whole);
});

test('has colours on a terminal, none in a pipe, none where NO_COLOR says so', async () => {
  const coloured = async (argv: readonly string[], terminal: boolean) => (await decoded([...argv, '--entry', '3-5', recipe], { terminal })).stdout.includes(`${ESC}[`);
  assert.equal([await coloured([], true), await coloured([], false)], [true, false]);
  assert.equal([await coloured(['--color', 'always'], false), await coloured(['--color', 'never'], true)], [true, false]);
  process.env.NO_COLOR = '1';
  assert.equal([await coloured([], true), await coloured(['--color', 'always'], true)], [false, true]);
  delete process.env.NO_COLOR;
  const plain = (text: string) => text.replace(new RegExp(`${ESC}\\[[0-9;]*m`, 'g'), '');
  for (const view of [[], ['--tree'], ['--stats']]) {
    assert.is(plain((await decoded([...view, recipe], { terminal: true })).stdout), await out(...view, recipe));
  }
});

test('a terminal does not obey what a link is called', async () => {
  // RTM_NEWLINK of one that is called ESC [ 2 J.
  const hex = '2c00000010000000000000000000000000000000010000000000000000000000090003001b5b324a00000000';
  const path = join(folder, 'name.jsonl');
  writeFileSync(path, `${JSON.stringify({ dir: 'rx', sock: 0, hex })}\n`);
  for (const view of [[], ['--tree'], ['--stats']]) assert.not.ok((await out(...view, path)).includes(ESC));
  assert.match(await out(path), /\\x1b\[2J/);
});

test('writes over no recording that it reads, and over none where there is nothing to read', async () => {
  const path = join(folder, 'kept.jsonl');
  await decoded(['--write', path, '--entry', '1-3', recipe]);
  const kept = readFileSync(path, 'utf8');
  assert.ok(kept.length > 100);
  assert.is((await decoded(['--write', path, path])).stderr, `rtnl decode: --write would put an end to ${path}, which is being read\n`);
  assert.is((await decoded(['--write', path, join(folder, 'nowhere')])).code, 1);
  const none = join(folder, 'empty');
  writeFileSync(none, '');
  assert.is((await decoded(['--write', path, none])).code, 1);
  assert.is(readFileSync(path, 'utf8'), kept);
});

test('writes what was chosen as another recording', async () => {
  const whole = (await read(fixture('pcap/vm-6.1-x86_64-recipe.pcap.gz'))).datagrams;
  for (const name of ['all.pcapng', 'all.jsonl', 'all.pcapng.gz', 'all.jsonl.gz']) {
    const path = join(folder, name);
    assert.equal(await decoded(['--write', path, recipe]), { code: 0, stdout: '', stderr: `${whole.length} datagrams written to ${path}\n` });
    const { datagrams } = await read(readFileSync(path));
    assert.equal(
      datagrams.map(({ bytes, time }) => [toHex(bytes), time]),
      whole.map(({ bytes, time }) => [toHex(bytes), time]),
    );
    if (name.endsWith('.gz')) assert.ok(gunzipSync(readFileSync(path)).length > 0);
  }
  const part = join(folder, 'part.jsonl');
  await decoded(['--write', part, '--port', '15412', recipe]);
  assert.is((await read(readFileSync(part))).datagrams.length, 4);
  const { code, stderr } = await decoded(['--write', join(folder, 'nowhere', 'x.jsonl'), recipe]);
  assert.equal([code, stderr], [1, `rtnl: ${join(folder, 'nowhere', 'x.jsonl')}: No such file or directory\n`]);
});

const bin = bundled(new URL('../../../src/cli/bin.ts', import.meta.url));
const shell = (line: string) =>
  spawnSync('sh', ['-c', `rtnl() { "${process.execPath}" "${bin}" "$@"; }; ${line}`], { encoding: 'utf8', cwd: fileURLToPath(new URL('../../../', import.meta.url)) });

test('ends when nobody reads on, and without a word', () => {
  const { stdout, stderr } = shell(`rtnl decode --tree '${recipe}' | head -n 2`);
  assert.is(stderr, '');
  assert.is(stdout.split('\n').length, 3);
});

test('loads no native code', async () => {
  const program = `
    const { main } = await import(${JSON.stringify(new URL('../../../src/cli/main.ts', import.meta.url).href)});
    const { readFileSync } = await import('node:fs');
    let length = 0;
    const code = await main(['decode', ${JSON.stringify(recipe)}], { stdout: (text) => { length += text.length; }, stderr: () => undefined });
    console.log(JSON.stringify({ code, told: length > 1000, native: /koffi|\\.node$/m.test(readFileSync('/proc/self/maps', 'utf8')) }));`;
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { encoding: 'utf8' });
  assert.equal(JSON.parse(stdout), { code: 0, told: true, native: false });
});

test('tells every message of every recorded case', async () => {
  for (const path of CASES.filter((path) => !path.includes('scale'))) {
    const capture = await openCapture(fixture(path));
    let datagrams = 0;
    for await (const batch of capture.batches()) datagrams += batch.length;
    const lines = (await out(fixturePath(path))).match(/^#\d+ \S.* (->|<-) /gm)?.length ?? 0;
    assert.ok(lines >= datagrams, `${path}: ${lines} lines, ${datagrams} datagrams`);
  }
  assert.ok(Object.keys(tally(CASES)).length > 40);
});

test.run();
