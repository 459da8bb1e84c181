// `rtnl --sim`: commands on a simulated kernel that lives as long as they do.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCases } from '../../src/cli/recordings.js';
import { rtnl } from './recordings.js';

const test = suite('simulated kernel of the command');

const directory = mkdtempSync(join(tmpdir(), 'rtnl-sim-'));
test.after(() => rmSync(directory, { recursive: true }));

/** Runs the lines on one kernel. */
async function batch(...lines: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const file = join(directory, 'batch');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const ran = await rtnl('--sim', '-force', '-batch', file);
  return { ...ran, stderr: ran.stderr.replaceAll(file, 'batch') };
}

test('namespaces have names, ids and links of their own, as on a real machine', async () => {
  const ran = await batch(
    'netns add a',
    'netns add b',
    'netns add a',
    'netns set a 3',
    'netns',
    'netns list-id',
    'link add v type veth peer name w netns a',
    'link set v up',
    'netns exec a ip link set w up',
    'netns exec a ip addr add 10.0.0.2/24 dev w',
    'netns exec a ip -4 -br addr',
    'netns exec a ip netns identify',
    'netns identify',
    'netns exec a ip link set w netns /run/netns/b',
    'netns exec b ip -br link show w',
    'netns exec c ip link',
    'netns exec a ls',
    'netns pids b',
    'netns attach init 1',
    'netns identify 1',
    'netns del b',
    'link show v',
    'netns del b',
    'netns',
  );
  assert.equal(ran, {
    code: 1,
    stdout: [
      'b',
      'a (id: 3)',
      'nsid 3 (iproute2 netns name: a)',
      'w@if2            UP             10.0.0.2/24 ',
      'a',
      '',
      `w@if2            DOWN           ${/(\S+) <BROADCAST/.exec(ran.stdout)?.[1]} <BROADCAST,MULTICAST> `,
      'init',
      'init',
      'a (id: 3)',
      '',
    ].join('\n'),
    stderr: [
      'Cannot create namespace file "/run/netns/a": File exists',
      'Command failed batch:3',
      'Cannot open network namespace "c": No such file or directory',
      'Command failed batch:16',
      'exec of "ls" failed: on a simulated kernel nothing runs but ip, rtnl and sysctl',
      'Command failed batch:17',
      'Device "v" does not exist.',
      'Command failed batch:22',
      'Cannot remove namespace file "/run/netns/b": No such file or directory',
      'Command failed batch:23',
      '',
    ].join('\n'),
  });
});

test('-n leads to a namespace that is there', async () => {
  assert.equal(await rtnl('--sim', '-n', 'nowhere', 'link'), { code: 255, stdout: '', stderr: 'Cannot open network namespace "nowhere": No such file or directory\n' });
  assert.match((await rtnl('--sim', '-n', '/proc/1/ns/net', 'link')).stdout, /^1: lo: <LOOPBACK>/);
  assert.match((await rtnl('--sim', '-n', 'nowhere', '-n', '/proc/1/ns/net', 'link')).stderr, /"nowhere"/);
  assert.match((await rtnl('--sim', '-n', 'nowhere', '-V')).stderr, /"nowhere"/);
});

test('kernel parameters are the namespace’s, and what is none is refused', async () => {
  const { stdout, stderr } = await batch(
    'netns add a',
    'sysctl net.ipv4.ip_forward=1',
    'sysctl -n net/ipv4/conf/all/forwarding',
    'netns exec a sysctl net.ipv4.ip_forward',
    'link add d0.5 type dummy',
    'sysctl net.ipv4.conf.d0/5.rp_filter=0x2',
    'sysctl net/ipv4/conf/d0.5/rp_filter',
    'sysctl net.ipv4.conf.d0/5.rp_filter=two',
    'sysctl net.ipv4.nothing',
    'route flush cache',
  );
  assert.is(stdout, ['net.ipv4.ip_forward = 1', '1', 'net.ipv4.ip_forward = 0', 'net.ipv4.conf.d0/5.rp_filter = 0x2', 'net.ipv4.conf.d0/5.rp_filter = 2', ''].join('\n'));
  assert.is(
    stderr,
    [
      'sysctl: setting key "net.ipv4.conf.d0/5.rp_filter": Invalid argument',
      'Command failed batch:8',
      'sysctl: cannot stat /proc/sys/net/ipv4/nothing: No such file or directory',
      'Command failed batch:9',
      '',
    ].join('\n'),
  );
});

test('what is recorded on it is followed by --replay', async () => {
  const file = join(directory, 'recorded.jsonl');
  const words = ['-d', 'link', 'show', 'dev', 'lo'];
  const recorded = await rtnl('--sim', '--record', file, ...words);
  assert.is(recorded.code, 0);
  assert.match(recorded.stdout, /1: lo: <LOOPBACK>/);
  assert.equal(readCases(file)[0]?.argv, ['ip', ...words]);
  assert.equal(await rtnl('--replay', file, ...words), recorded);
  assert.match((await rtnl('--sim', '--replay', file, ...words)).stderr, /exclude each other/);
  assert.match(readFileSync(file, 'utf8'), /"dir":"rx"/);
});

test('a recording tells the namespaces there were from those that were made meanwhile', async () => {
  const file = join(directory, 'made.jsonl');
  const state = join(directory, 'made.state');
  const batch = join(directory, 'made.batch');
  writeFileSync(batch, 'link show dev lo\nnetns add later\nnetns list\n');
  assert.is((await rtnl('--sim', state, 'netns', 'add', 'before')).code, 0);
  assert.is((await rtnl('--sim', state, '--record', file, '-batch', batch)).code, 0);
  const [recorded] = readCases(file);
  assert.equal([recorded?.setup, recorded?.during], [['ip netns add before'], 'ip netns add later']);
});

test('a colon ends the name of a link, except where only one link is shown', async () => {
  const ran = await batch(
    'link add e0 address 02:00:00:00:00:01 type dummy',
    'link set e0:1 up',
    'address add 10.0.0.1/24 dev e0:web label e0:web',
    'address add 10.0.0.2/24 dev e1:web',
    'route add 10.1.0.0/16 dev e0:0',
    'route show 10.1.0.0/16',
    'link show dev e0:1',
    'link set :1 up',
  );
  assert.equal(ran, {
    code: 1,
    stdout: '10.1.0.0/16 dev e0 scope link \n',
    stderr: [
      'Cannot find device "e1:web"',
      'Command failed batch:4',
      'RTNETLINK answers: No such device',
      'Cannot send link get request: No such device',
      'Command failed batch:7',
      'Cannot find device ":1"',
      'Command failed batch:8',
      '',
    ].join('\n'),
  });
});

test.run();
