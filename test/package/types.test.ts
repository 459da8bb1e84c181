// The package's types, as a user's compiler sees them with nothing left unchecked.

import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { env, project, root } from './packed.js';

const test = suite('package types');

const PROGRAM = `
import { type Address, decodeDatagram, KernelError, type Link, Rtnl } from 'rtnetlink';
import { main } from 'rtnetlink/cli';
import { macvlanMode } from 'rtnetlink/macvlan';
import { attributes, openSocket, type Transport, u32 } from 'rtnetlink/netlink';
import { openClient } from 'rtnetlink/rtnl';

const rtnl = await Rtnl.open();
const { index } = await rtnl.links.add({ name: 'macvlan1', link: 'eth0', kind: 'macvlan', mode: 'bridge' });
const link: Link = await rtnl.links.get(index);
const bcQueueLen: number | undefined = link.linkinfo?.macvlan?.bcQueueLen;
const addresses: readonly Address[] = await rtnl.addresses.list({ dev: index });
// @ts-expect-error a macvlan needs a link
await rtnl.links.add({ name: 'macvlan1', kind: 'macvlan' });
for await (const event of rtnl.monitor(['link'])) if (event.kind === 'message') event.message.name satisfies string;
const socket: Promise<Transport> = openSocket({ netns: 'namespace1' });
const code: number = await main(['link']);
export { addresses, attributes, bcQueueLen, code, decodeDatagram, KernelError, macvlanMode, openClient, socket, u32 };
`;

/** Of a program that requires it. */
const REQUIRING = `
import { KernelError, type Link, Rtnl } from 'rtnetlink';
import rtnetlink = require('rtnetlink');

export async function first(): Promise<Link | undefined> {
  const rtnl: Rtnl = await rtnetlink.Rtnl.open();
  try {
    return (await rtnl.links.list())[0];
  } catch (error) {
    if (error instanceof KernelError) error.code satisfies string | undefined;
    throw error;
  }
}
export { Rtnl };
`;

const where = project();
writeFileSync(join(where, 'requiring.cts'), REQUIRING);
writeFileSync(join(where, 'program.ts'), PROGRAM);
symlinkSync(join(root, 'node_modules', '@types'), join(where, 'node_modules', '@types'));
symlinkSync(join(root, 'node_modules', 'undici-types'), join(where, 'node_modules', 'undici-types'));

const surroundings: readonly (readonly [string, readonly string[]])[] = [
  ["with node's types", ['--types', 'node', '--lib', 'es2022']],
  ["with a browser's types", ['--types', '', '--lib', 'es2022,dom']],
];

for (const [module, resolution] of [
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
] as const) {
  for (const [title, options] of surroundings) {
    test(`check under moduleResolution ${resolution}, ${title}`, () => {
      const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'];
      const compiler = ['--noEmit', '--target', 'es2022', '--module', module, '--moduleResolution', resolution, ...strict, ...options, 'program.ts'];
      const { status, stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), compiler, { cwd: where, env, encoding: 'utf8' });
      assert.is(stdout, '');
      assert.is(status, 0);
    });
  }
}

test('check in a program that requires the package', () => {
  const compiler = ['--noEmit', '--target', 'es2022', '--module', 'nodenext', '--strict', '--skipLibCheck', 'false', '--types', 'node', '--lib', 'es2022', 'requiring.cts'];
  const { status, stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), compiler, { cwd: where, env, encoding: 'utf8' });
  assert.is(stdout, '');
  assert.is(status, 0);
});

test.run();
