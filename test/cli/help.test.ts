// Help, versions and exit codes of command lines that reach no kernel.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { objectNames } from '../../src/cli/objects.js';
import { rtnl } from './recordings.js';

const test = suite('help');

test('--help is asked for: standard output, code 0', async () => {
  for (const argv of [['--help'], ['link', '--help'], ['link', 'add', '--help'], ['address', '--help'], ['addr', 'flush', '--help']]) {
    const { code, stdout, stderr } = await rtnl(...argv);
    assert.is(code, 0, argv.join(' '));
    assert.match(stdout, /^Usage: /);
    assert.is(stderr, '');
  }
  assert.match((await rtnl('--help')).stdout, /--replay FILE/);
});

test('every object has --help, and the word help', async () => {
  for (const object of objectNames()) {
    const asked = await rtnl(object, '--help');
    assert.is(asked.code, 0, object);
    assert.match(asked.stdout, /^Usage:\s/, object);
    assert.is(asked.stderr, '', object);
    const { stdout, stderr } = await rtnl(object, 'help');
    assert.is(stdout + stderr, asked.stdout, object);
  }
});

test("the word help is ip's: standard error, code 255", async () => {
  for (const argv of [[], ['help'], ['-help'], ['-f', 'help'], ['link', 'help'], ['link', 'add', 'help'], ['link', 'set', 'help'], ['a', 'help'], ['link', 'property']]) {
    const { code, stdout, stderr } = await rtnl(...argv);
    assert.is(code, 255, argv.join(' '));
    assert.is(stdout, '');
    assert.match(stderr, /^Usage: ip /);
  }
});

test('help of a link kind goes to standard output', async () => {
  const { code, stdout } = await rtnl('link', 'help', 'macvlan');
  assert.is(code, 0);
  assert.match(stdout, /^Usage: \.\.\. macvlan mode MODE/);
  assert.is((await rtnl('link', 'help', 'constructor')).code, 255);
});

test('-V tells our own version', async () => {
  for (const option of ['-V', '--version', '-Version']) {
    const { code, stdout } = await rtnl(option);
    assert.is(code, 0);
    assert.match(stdout, /^rtnl utility, rtnetlink-\d+\.\d+\.\d+/);
  }
});

test('an object or a command that is not there is unknown', async () => {
  assert.equal(await rtnl('bogus'), { code: 1, stdout: '', stderr: 'Object "bogus" is unknown, try "ip help".\n' });
  assert.equal(await rtnl('link', 'frob'), { code: 255, stdout: '', stderr: 'Command "frob" is unknown, try "ip link help".\n' });
  assert.equal(await rtnl('-frob'), { code: 255, stdout: '', stderr: 'Option "-frob" is unknown, try "ip -help".\n' });
});

test('a file that is not there is no crash', async () => {
  assert.equal(await rtnl('-batch', '/nonexistent'), { code: 1, stdout: '', stderr: 'Cannot open file "/nonexistent" for reading: No such file or directory\n' });
  assert.is((await rtnl('--replay', '/nonexistent', 'link')).code, 1);
});

test.run();
