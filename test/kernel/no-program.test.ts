// The library and the command start no program: strace(1) watches the main job in the package as it is published.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { env, project } from '../package/packed.js';
import { kernelSuite } from './kernel.js';

const test = kernelSuite('no program');

const MAIN_JOB = `
import { Rtnl } from 'rtnetlink';

const rtnl = await Rtnl.open();
const changes = rtnl.monitor(['link', 'address']);
await rtnl.links.add({ kind: 'veth', name: 'eth0', peer: { name: 'far0' } });
const { index } = await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0', mode: 'bridge' });
await rtnl.addresses.add({ dev: index, address: '172.16.10.5/24' });
await rtnl.links.set('eth0', { up: true });
await rtnl.links.set(index, { up: true });
const [{ local }] = await rtnl.addresses.list({ dev: index, family: 'inet' });
const { linkinfo } = await rtnl.links.get('macvlan1');
await rtnl.links.delete(index);
for await (const { message } of changes) if (message?.name === 'RTM_DELLINK') break;
console.log(local, linkinfo.macvlan.mode, (await rtnl.links.list()).length);
await rtnl.close();
`;

const traceable = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']);
let where = '';

test.before(() => {
  where = project();
  writeFileSync(join(where, 'main-job.js'), MAIN_JOB);
});

/** What it printed, and the programs it started, itself among them. */
function trace(...words: readonly string[]): { readonly printed: string; readonly started: readonly string[] } {
  const file = join(where, 'trace');
  using netns = Namespace.create();
  const command = ['-f', '-e', 'trace=execve,execveat', '-o', file, process.execPath, ...words];
  const { status, stdout, stderr } = netns.run(() => spawnSync('strace', command, { cwd: where, env, encoding: 'utf8' }));
  assert.is(status, 0, `${stderr}${stdout}`);
  const started = [...readFileSync(file, 'utf8').matchAll(/^\d+ +execve(?:at)?\((.*)/gm)].map((match) => match[1] ?? '');
  return { printed: stdout, started: started.map((call) => call.slice(1, call.indexOf('"', 1))) };
}

function startsNothing(title: string, words: readonly string[], printed: RegExp): void {
  test(title, () => {
    const seen = trace(...words);
    assert.match(seen.printed, printed);
    assert.equal(seen.started, [process.execPath]);
  });
}

if (traceable.status === 0) {
  const rtnl = 'node_modules/rtnetlink/dist/cli/bin.js';
  startsNothing('the main job of the library starts no program', ['main-job.js'], /^172\.16\.10\.5 bridge \d+\n$/);
  startsNothing('rtnl link show starts no program', [rtnl, 'link', 'show'], /^1: lo: /);
  startsNothing('rtnl -d -j link show starts no program', [rtnl, '-d', '-j', 'link', 'show'], /"ifname":"lo"/);
  startsNothing('rtnl lab starts no program', [rtnl, 'lab', '--mode', 'bridge'], /who reaches whom, mode bridge:[\s\S]*all as it must be/);
} else {
  console.log(`no program: skipped, strace cannot be used: ${traceable.error?.message ?? traceable.stderr}`);
  test.skip('the main job starts no program');
}

test.run();
