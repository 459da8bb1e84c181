// Tunnels as iproute2 6.1.0 has them: words right and wrong, links of every kind made, changed and shown. The program is real; the
// replies it had were made up, for the kinds are not in every kernel (fixtures/README.md: tunnels.jsonl.gz).

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Case } from '../../src/cli/recordings.js';
import { rows } from '../fixtures.js';
import { replayed, rtnl, withFile } from './recordings.js';

const test = suite('tunnels');

const cases = rows<Case>('vectors/tunnels.jsonl.gz');

test('send the same requests, and print the same', async () => {
  const { stdout, code } = await withFile(cases.map((one) => JSON.stringify(one)).join('\n'), (path) => rtnl('conformance', path));
  assert.match(stdout, new RegExp(`(^|\n)${cases.length} passed, 0 failed\n$`));
  assert.is(code, 0);
});

test('refuse the same words with the same text, and send nothing', async () => {
  const refused = cases.filter(({ stderr }) => stderr !== '');
  assert.ok(refused.length > 300);
  for (const { name = '', argv = [], exchange = [], stdout, stderr, rc } of refused) {
    assert.equal(await replayed({ argv, exchange }), { code: rc, stdout, stderr }, `${name}: ${argv.join(' ')}`);
  }
});

test('the usage of every kind is that of ip', async () => {
  assert.is(
    (await rtnl('link', 'help', 'vti')).stdout,
    'Usage: ... vti \t[ remote ADDR ]\n\t\t[ local ADDR ]\n\t\t[ [i|o]key KEY ]\n\t\t[ dev PHYS_DEV ]\n\t\t[ fwmark MARK ]\n\nWhere:\tADDR := { IP_ADDRESS }\n\tKEY  := { DOTTED_QUAD | NUMBER }\n\tMARK := { 0x0..0xffffffff }\n',
  );
  for (const kind of [
    'vxlan',
    'geneve',
    'gre',
    'gretap',
    'erspan',
    'ip6gre',
    'ip6gretap',
    'ip6erspan',
    'ipip',
    'sit',
    'ip6tnl',
    'vti6',
    'xfrm',
    'bareudp',
    'gtp',
    'amt',
    'macsec',
    'netkit',
    'ovpn',
  ]) {
    assert.match((await rtnl('link', 'help', kind)).stdout, new RegExp(`^Usage: \\.\\.\\. ${kind}\\s`), kind);
  }
});

const wrong = async (...words: string[]): Promise<string> => (await rtnl('link', 'add', 'k0', 'type', ...words)).stderr;

test('what the first iproute2 that knows it says of netkit and ovpn', async () => {
  assert.is(await wrong('netkit', 'mode', 'l4'), 'Error: argument of "mode" must be either "l3" or "l2"\n');
  assert.is(await wrong('netkit', 'scrub', 'all'), 'Error: scrub must be either "none" or "default"\n');
  assert.is(await wrong('netkit', 'mode', 'l2', 'mode', 'l3'), 'Error: duplicate "mode": "l3" is the second value.\n');
  assert.is(await wrong('netkit', 'peer', 'peer', 'name'), 'Error: duplicate "peer": "name" is the second value.\n');
  assert.match(await wrong('netkit', 'foo'), /^netkit: unknown option "foo"\?\nUsage: \.\.\. netkit \[ mode MODE \]/);
  assert.is(await wrong('ovpn', 'mode', 'x'), 'Error: argument of "mode" must be one of "p2p", "mp", not "x"\n');
  assert.match(await wrong('ovpn', 'foo'), /^ovpn: unknown option "foo"\?\nUsage: \.\.\. ovpn/);
});

test('words behind a kind that no iproute2 knows are garbage', async () => {
  for (const kind of ['wireguard', 'pfcp']) assert.is(await wrong(kind, 'foo'), 'Garbage instead of arguments "foo ...". Try "ip link help".\n');
});

test.run();
