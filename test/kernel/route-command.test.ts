// The command `route` against the running kernel: what no recording holds, as standard input and the state it leaves.

import * as assert from 'uvu/assert';
import type { Route } from '../../src/cli/kernel.js';
import { kinds } from '../../src/cli/kinds.js';
import { run } from '../../src/cli/run.js';
import { type Rtnl, route } from '../../src/index.js';
import type { Protocol } from '../../src/netlink/message.js';
import type { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import { kernelSuite } from './kernel.js';
import { inNamespace } from './rtnl.js';

const test = kernelSuite('kernel: the command route');

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: Uint8Array;
}

/** Runs a command line in the namespace. */
async function ran(netns: Namespace, line: string, stdin: Uint8Array = new Uint8Array()): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const chunks: Uint8Array[] = [];
  const io = {
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
    bytes: (bytes: Uint8Array) => void chunks.push(bytes.slice()),
    stdin: () => stdin,
    terminal: false,
    signal: undefined,
  };
  const code = await run(line.split(' '), io, { kinds, protocol: route as unknown as Protocol<Route>, open: () => openSocket({ netns }), batch: () => '' });
  return { code, stdout, stderr, bytes: new Uint8Array(Buffer.concat(chunks)) };
}

const gateways = async (rtnl: Rtnl) => (await rtnl.routes.list({ protocol: 'static' })).map(({ dst, gateway }) => `${dst} ${gateway}`).sort();

test(
  'saves routes, restores them and shows the dump',
  inNamespace(async ({ rtnl, netns }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    for (let i = 0; i < 300; i++) await rtnl.routes.add({ dst: `10.1.${i & 255}.${i >> 8}`, via: '10.0.0.2', protocol: 'static' });
    const before = await gateways(rtnl);
    assert.is(before.length, 300);
    const saved = await ran(netns, 'route save proto static');
    assert.is(saved.code, 0);
    assert.is((await ran(netns, 'route flush proto static')).code, 0);
    assert.equal(await gateways(rtnl), []);
    assert.equal(await ran(netns, 'route restore', saved.bytes), { code: 0, stdout: '', stderr: '', bytes: new Uint8Array(0) });
    assert.equal(await gateways(rtnl), before);
    const again = await ran(netns, 'route restore', saved.bytes);
    assert.equal([again.code, new Set(again.stderr.trim().split('\n'))], [0, new Set(['RTNETLINK answers: File exists'])]);
    const shown = await ran(netns, 'route showdump', saved.bytes);
    assert.is(shown.stdout.split('\n').length, 301);
    assert.match(shown.stdout, /^10\.1\.0\.0 via 10\.0\.0\.2 dev eth0 proto static \n/);
  }),
);

test(
  'says what is wrong with a dump',
  inNamespace(async ({ rtnl, netns }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    const { bytes } = await ran(netns, 'route save');
    const outcome = async (stdin: Uint8Array) => {
      const { code, stderr } = await ran(netns, 'route restore', stdin);
      return `${code} ${stderr}`;
    };
    assert.is(await outcome(new Uint8Array()), '1 Magic mismatch (0 elems, 0 magic)\n');
    assert.match(await outcome(new TextEncoder().encode('hallo')), /^1 Magic mismatch \(1 elems, [0-9a-f]{8} magic\)\n$/);
    assert.is(await outcome(bytes.slice(0, -4)), '2 rtnl-from_file: truncated message\n');
    assert.is(await outcome(bytes.slice(0, 10)), '2 rtnl-from_file: truncated message\n');
    assert.is(await outcome(bytes.slice(0, 4)), '0 ');
  }),
);

test(
  'echoes what was made, and removes what is asked for in rounds',
  inNamespace(async ({ rtnl, netns }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    assert.is((await ran(netns, '-echo route add 10.9.0.0/16 via 10.0.0.2')).stdout, '10.9.0.0/16 via 10.0.0.2 dev eth0 \n');
    const flushed = await ran(netns, '-s route flush proto boot');
    assert.is(flushed.stdout, '\n*** Round 1, deleting 1 entries ***\n*** Flush is complete after 1 round ***\n');
    assert.is((await ran(netns, '-s route flush proto boot')).stdout, 'Nothing to flush.\n');
    const missing = await ran(netns, '-j route show table 4444');
    assert.equal([missing.code, missing.stdout, missing.stderr], [2, '[', 'Error: ipv4: FIB table does not exist.\nDump terminated\n']);
  }),
);

test.run();
