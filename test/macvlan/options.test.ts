// Options and verbs of macvlan: the bytes are those of the same words, and what the kernel refuses does not leave.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { macvlanKind } from '../../src/macvlan/kind.js';
import type { MacvlanAdd, MacvlanChange } from '../../src/macvlan/options.js';
import { addMacaddrRequest, deleteMacaddrRequest, flushMacaddrsRequest, setMacaddrsRequest } from '../../src/macvlan/requests.js';
import { toHex } from '../../src/netlink/bytes.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { encodeMessages } from '../../src/netlink/message.js';
import { encoded } from '../../src/netlink/note.js';
import type { LinkMessage } from '../../src/rtnl/link-message.js';
import { protocol, wordsToHex } from '../rtnl/kinds-fixtures.js';

const { add, change, data: codec } = macvlanKind;
const hex = (data: ReturnType<typeof add>) => data && toHex(encoded(codec, data, true));
const bytes = (message: LinkMessage) => toHex(encodeMessages(protocol, [message], true));
const refused = (why: RegExp) => (error: unknown) => error instanceof EncodeError && why.test(error.message);

const A = '02:00:00:00:00:01';
const B = '02:00:00:00:00:02';

const test = suite('macvlan options');

test('options of a link to be made encode to what the same words give', async () => {
  const same: readonly (readonly [options: MacvlanAdd, words: string])[] = [
    [{ link: 'eth0', mode: 'bridge' }, 'mode bridge'],
    [{ link: 2, mode: 4 }, 'mode bridge'],
    [{ link: 2, mode: 'passthru', nopromisc: true }, 'mode passthru nopromisc'],
    [{ link: 2, mode: 'source', nodst: true, macaddrs: [A, B] }, `macaddr set ${A} ${B} mode source nodst`],
    [{ link: 2, mode: 'source', macaddrs: [] }, 'macaddr set mode source'],
    [{ link: 2, bcQueueLen: 0, mode: 'vepa' }, 'bcqueuelen 0 mode vepa'],
  ];
  for (const [options, words] of same) assert.is(hex(add(options)), await wordsToHex('macvlan', words.split(' ')));
});

test('no options are no data, and the kernel makes it vepa', () => {
  assert.is(add({ link: 'eth0' }), undefined);
  assert.is(change({}), undefined);
});

test('options every link has are passed over', () => {
  const spec = { kind: 'macvlan', name: 'macvlan1', link: 'eth0', mtu: 1400, mode: 'private' } as const;
  assert.equal(add(spec), { mode: 'private' });
});

test('bcCutoff goes out beside the queue, as a signed number', () => {
  assert.is(hex(add({ link: 2, bcCutoff: -1, mode: 'bridge' })), '08000900ffffffff' + '0800010004000000');
});

test('options of a link to be changed encode to what the same words give', async () => {
  const same: readonly (readonly [options: MacvlanChange, words: string])[] = [
    [{ mode: 'private' }, 'mode private'],
    [{ macaddrs: { add: A } }, `macaddr add ${A}`],
    [{ macaddrs: { del: A } }, `macaddr del ${A}`],
    [{ macaddrs: { set: [A, B] }, mode: 'source' }, `macaddr set ${A} ${B} mode source`],
    [{ macaddrs: { flush: true } }, 'macaddr flush'],
    [{ nodst: true }, 'nodst'],
    [{ nodst: false }, 'flag null'],
    [{ mode: 'passthru', nopromisc: true }, 'mode passthru nopromisc'],
    [{ bcQueueLen: 333 }, 'bcqueuelen 333'],
  ];
  for (const [options, words] of same) assert.is(hex(change(options)), await wordsToHex('macvlan', words.split(' ')));
});

test('nopromisc of a link that is passthru already can be switched alone', () => {
  assert.equal(change({ nopromisc: true }), { flags: ['nopromisc'] });
  assert.equal(change({ nopromisc: false }), { flags: [] });
});

test('a mode that is not exactly one of the five is refused', () => {
  for (const mode of [0, 3, 5, 32, -1, 1.5, 'brigde', 'toString']) {
    assert.throws(() => add({ link: 2, mode: mode as 4 }), refused(/is none of private \(1\), vepa \(2\), bridge \(4\), passthru \(8\), source \(16\)/));
    assert.throws(() => change({ mode: mode as 4 }), refused(/is none of/));
  }
});

test('flags and lists of another mode are refused', () => {
  const wrong: readonly (readonly [options: object, why: RegExp])[] = [
    [{ nopromisc: true, mode: 'bridge' }, /nopromisc is for mode passthru only/],
    [{ nodst: true, mode: 'bridge' }, /nodst is for mode source only/],
    [{ macaddrs: [A], mode: 'bridge' }, /macaddrs are for mode source only/],
  ];
  for (const [options, why] of wrong) {
    assert.throws(() => add({ link: 2, ...options } as MacvlanAdd), refused(why));
    assert.throws(() => add({ link: 2, ...options, mode: undefined } as unknown as MacvlanAdd), refused(why));
  }
  assert.throws(() => change({ nopromisc: true, mode: 'bridge' } as unknown as MacvlanChange), refused(/nopromisc/));
  assert.throws(() => change({ nodst: true, mode: 'passthru' } as unknown as MacvlanChange), refused(/nodst/));
  assert.throws(() => change({ macaddrs: { flush: true }, mode: 'vepa' } as unknown as MacvlanChange), refused(/macaddrs/));
});

test('an address that can be no source is refused, wherever it stands', () => {
  const wrong: readonly (readonly [mac: string, why: RegExp])[] = [
    ['01:00:5e:00:00:01', /multicast/],
    ['ff:ff:ff:ff:ff:ff', /multicast/],
    ['00:00:00:00:00:00', /zero/],
    ['02:00:00:00:01', /no MAC/],
    ['02:00:00:00:00:00:01', /no MAC/],
    ['02-00-00-00-00-01', /no link-layer address/],
    ['', /no MAC/],
    [undefined as unknown as string, /no MAC/],
  ];
  for (const [mac, why] of wrong) {
    assert.throws(() => add({ link: 2, mode: 'source', macaddrs: [A, mac] }), refused(why));
    assert.throws(() => change({ macaddrs: { add: mac } }), refused(why));
    assert.throws(() => change({ macaddrs: { del: mac } }), refused(why));
    assert.throws(() => change({ macaddrs: { set: [mac] } }), refused(why));
  }
  assert.throws(() => change({ macaddrs: {} as { flush: true } }), refused(/one of add, del, set, flush/));
});

test('a verb is one request, byte for byte', () => {
  const request = (length: string, ...parts: string[]) => [length, '000000100000000000000000000000', '00000000090000000000000000000000', ...parts].join('');
  const [macvlan, macvtap] = ['0c0001006d6163766c616e00', '0c0001006d61637674617000'];
  const source = '0a0004000200000000010000';
  assert.is(bytes(addMacaddrRequest(9, A)), request('48', '28001200', macvlan, '18000200', '0800030000000000', source));
  assert.is(bytes(deleteMacaddrRequest(9, A)), request('48', '28001200', macvlan, '18000200', '0800030001000000', source));
  assert.is(bytes(setMacaddrsRequest(9, [])), request('40', '20001200', macvlan, '10000200', '0800030003000000', '04000500'));
  assert.is(bytes(flushMacaddrsRequest(9, 'macvtap')), request('3c', '1c001200', macvtap, '0c000200', '0800030002000000'));
});

test('a verb without a link is refused', () => {
  assert.throws(() => flushMacaddrsRequest(0), refused(/a link is wanted/));
});

test.run();
