// In which ways a value may be told: all that the guide lists, and nothing besides.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Attribute, Told } from '../../../src/cli/conformance/codec/meaning.js';
import { differs } from '../../../src/cli/conformance/codec/values.js';

const test = suite('codec values');

const TABLE: readonly (readonly [what: string, Attribute, same: readonly Told[], others: readonly Told[]])[] = [
  ['a number', { kind: 'u32', value: 1500 }, [1500, '1500', '0x5dc'], [1501, '1,500', null, [1500], '', 1500.5]],
  ['a number of 0 or 1', { kind: 'u8', value: 1 }, [1, true], [0, false, 'true']],
  ['a number below zero', { kind: 's32', value: -1 }, [-1, '-1'], [4294967295, 1]],
  ['more than 53 bits', { kind: 'u64', value: '18446744073709551615' }, ['18446744073709551615', '0xffffffffffffffff'], [18446744073709552000, '18446744073709551614']],
  ['one of several', { kind: 'u32', value: 4, words: ['bridge'] }, [4, 'bridge', 'BRIDGE', ['bridge']], ['vepa', 8, 'MACVLAN_MODE_BRIDGE']],
  ['bits', { kind: 'u16', value: 3, words: ['nopromisc', 'nodst'] }, [3, ['nodst', 'NOPROMISC'], 'nopromisc,nodst', 'nodst|nopromisc'], [['nodst'], 1, []]],
  ['text', { kind: 'string', value: 'eth0' }, ['eth0'], ['ETH0', 'eth0\0', 'eth']],
  ['bytes', { kind: 'bytes', value: '0a0b0c' }, ['0a0b0c', '0A:0B:0C', '0a 0b 0c', [10, 11, 12]], ['0a0b', '0x0a0b0c', [10, 11, 12, 0], 657420]],
  ['a hardware address', { kind: 'mac', value: '02:00:00:00:00:01' }, ['02:00:00:00:00:01', '020000000001'], ['2:0:0:0:0:1', '02:00:00:00:00:01:00']],
  ['one that is an IP address', { kind: 'mac', value: '0a:00:00:01' }, ['0a:00:00:01', '10.0.0.1'], ['10.0.0.2']],
  ['an address', { kind: 'ip', value: '2001:db8::1' }, ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1'], ['2001:db8::2', '2001:db8::1/64', '10.0.0.1']],
  ['a flag', { kind: 'flag', value: true }, [true, null], [false, 0, '']],
  [
    'numbers one by one',
    { kind: 's32[]', value: [1, -1, 0] },
    [[1, -1, 0], ['1', '-1', '0'], { forwarding: 1, hop: -1 }],
    [[1, -1], [1, -1, 0, 0], [1, 4294967295, 0], { forwarding: 1, hop: 1 }],
  ],
  [
    'a struct',
    { kind: 'struct ifa_cacheinfo', value: { preferred: 1, valid: 2 } },
    [
      { preferred: 1, valid: 2 },
      { Valid: '2', preferred: 1 },
      { preferred: 1, valid: 2, more: 3 },
    ],
    [{ preferred: 2, valid: 2 }, [1, 2], null],
  ],
  ['fields of bytes and words', { kind: 'struct x', value: { rx_packets: 5, guid: '00ff' } }, [{ rxPackets: 5, guid: '00:ff' }], [{ rxPackets: 5, guid: '00:fe' }]],
  ['labels', { kind: 'labels', value: [100, 200] }, [[100, 200]], [[200, 100], 100]],
];

for (const [what, wanted, same, others] of TABLE) {
  test(what, () => {
    for (const told of same) assert.is(differs(wanted, told), undefined, JSON.stringify(told));
    for (const told of others) assert.is.not(differs(wanted, told), undefined, JSON.stringify(told));
  });
}

test.run();
