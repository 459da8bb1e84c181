// The words after `type macvlan`, and what is shown, where no recording has them (those are in test/rtnl/kinds.test.ts).

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { macvlanCommand, macvtapCommand } from '../../src/macvlan/command.js';
import { refusal, shown, wordsToHex } from '../rtnl/kinds-fixtures.js';

const test = suite('macvlan words');

test('mode and flags go out last, the list and the queue in the order typed', async () => {
  const add = '0800030000000000' + '0a000400020000000001' + '0000';
  assert.is(
    await wordsToHex('macvlan', ['mode', 'source', 'bcqueuelen', '0x10', 'nodst', 'macaddr', 'add', '2:0:0:0:0:1']),
    `0800070010000000${add}08000100100000000600020002000000`,
  );
  assert.is(await wordsToHex('macvlan', ['mode', 'source'], false), '0008000100000010');
});

test('words may be cut short', async () => {
  assert.is(await wordsToHex('macvlan', ['m', 'passthru', 'no', 'b', '5']), '0800070005000000' + '0800010008000000' + '0600020001000000');
  assert.is(await wordsToHex('macvlan', ['f', 'nodst', 'flag', 'null']), '0600020002000000');
});

test('flag null sends no flags, in place of none', async () => {
  assert.is(await wordsToHex('macvlan', ['flag', 'null']), '0600020000000000');
});

test('a list ends at the first word that is no address', async () => {
  const set = '0800030003000000' + '1c0005000a000400020000000001' + '0000' + '0a000400020000000002' + '0000';
  assert.is(await wordsToHex('macvlan', ['macaddr', 'set', '02:00:00:00:00:01', '02:00:00:00:00:02', 'mode', 'source']), `${set}0800010010000000`);
  assert.is(await wordsToHex('macvlan', ['macaddr', 'set']), '0800030003000000' + '04000500');
  assert.match((await refusal('macvlan', ['macaddr', 'set', '02:00:00:00:01'])).message, /^macvlan: unknown option/);
});

test('what is done twice to the list goes out twice, though the kernel heeds the last only', async () => {
  const [one, two] = ['0a0004000200000000010000', '0a0004000200000000020000'];
  const words = ['macaddr', 'add', '2:0:0:0:0:1', 'macaddr', 'add', '2:0:0:0:0:2'];
  assert.is(await wordsToHex('macvlan', words), ['0800030000000000', one, '0800030000000000', two].join(''));
  assert.is(await wordsToHex('macvlan', ['macaddr', 'set', '2:0:0:0:0:1', 'macaddr', 'flush']), ['0800030003000000', '10000500', one, '0800030002000000'].join(''));
});

test('nopromisc is for mode passthru only', async () => {
  for (const kind of ['macvlan', 'macvtap'] as const) {
    const usage = (kind === 'macvlan' ? macvlanCommand : macvtapCommand).usage;
    const message = `${kind}: nopromisc flag only valid in passthru mode\n${usage}`;
    assert.equal(await refusal(kind, ['nopromisc']), { code: 1, message, toStdout: false });
    assert.equal(await refusal(kind, ['mode', 'bridge', 'flag', 'nopromisc']), { code: 1, message, toStdout: false });
  }
});

test('what is wrong is named', async () => {
  const { usage } = macvtapCommand;
  assert.match(usage, /^Usage: \.\.\. macvtap mode MODE/);
  assert.equal(await refusal('macvtap', ['mode', 'tap']), {
    code: 1,
    message: 'Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "tap"\n',
    toStdout: false,
  });
  assert.equal(await refusal('macvtap', ['flag', 'x']), { code: 1, message: 'Error: argument of "flag" must be "nopromisc", "nodst" or "null", not "x"\n', toStdout: false });
  assert.equal(await refusal('macvtap', ['macaddr', 'replace']), { code: 1, message: usage, toStdout: false });
  assert.equal(await refusal('macvtap', ['macaddr', 'add', '02:zz:00:00:00:00']), { code: 1, message: '"zz" is invalid lladdr.\n', toStdout: false });
  assert.equal(await refusal('macvtap', ['macaddr', 'add', '02:100:00:00:00:00']), { code: 1, message: '"100" is invalid lladdr.\n', toStdout: false });
  assert.equal(await refusal('macvtap', ['macaddr', 'del', '02:00']), { code: 1, message: '', toStdout: false });
  assert.equal(await refusal('macvtap', ['macaddr', 'del', '1.2.3.4']), { code: 1, message: '', toStdout: false });
  assert.equal(await refusal('macvtap', ['bcqueuelen', '-1']), {
    code: 1,
    message: 'Error: argument of "bcqueuelen" must be a positive integer [0-4294967295], not "-1"\n',
    toStdout: false,
  });
  assert.equal(await refusal('macvtap', ['help']), { code: 1, message: usage, toStdout: false });
  assert.equal(await refusal('macvtap', ['bclim', '1']), { code: 1, message: `macvtap: unknown option "bclim"?\n${usage}`, toStdout: false });
});

test('a mode without a name is shown as unknown, a missing one hides all', () => {
  assert.is(shown(macvlanCommand.show, { mode: 3, flags: ['nopromisc', 'nodst', 4], bcQueueLen: 4294967295, bcCutoff: 0 }), 'mode unknown nopromisc nodst bcqueuelen 4294967295 ');
  assert.is(shown(macvlanCommand.show, { flags: ['nopromisc'], bcQueueLen: 1 }), '');
  assert.is(shown(macvlanCommand.show, { mode: 'source' }), 'mode source ');
  assert.is(shown(macvlanCommand.show, { mode: 'source', macaddrCount: 0 }, { json: true }), '{"mode":"source","macaddr_count":0}');
  assert.is(shown(macvlanCommand.show, { mode: 'bridge', macaddrCount: 1, macaddrData: ['02:00:00:00:00:01'] }), 'mode bridge ');
});

test.run();
