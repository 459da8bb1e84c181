// What a program prints that catches nothing: Node shows the line of code that an error comes from, which must not be all of the library.

import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { project } from './packed.js';

const test = suite('uncaught errors');

test('are told within a screen', () => {
  const program = `
    import { Rtnl } from 'rtnetlink';
    import { SimulatedKernel } from 'rtnetlink/simkernel';
    const rtnl = await Rtnl.open({ transport: new SimulatedKernel().transport() });
    await rtnl.links.get('nosuch');`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: project(), encoding: 'utf8' });
  assert.match(stderr, 'KernelError: RTM_GETLINK nosuch: No such device (ENODEV)');
  const longest = Math.max(...stderr.split('\n').map((line) => line.length));
  assert.ok(longest < 400, `a line of ${longest} characters`);
});

test.run();
