// Suites that say what nobody reads, sends or could ever hear: refused when they are loaded, with the place.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseCodecSuite } from '../../../src/cli/conformance/codec/case.js';
import { parseSuite } from '../../../src/cli/conformance/suite.js';
import { rtnl, withFile } from '../recordings.js';

const test = suite('conformance refusals');

const lines = (...all: readonly object[]): string => all.map((line) => JSON.stringify(line)).join('\n');

const header = { format: 'rtnetlink-conformance', version: 1, suite: 'own', description: 'd', byteOrder: 'little', recorded: '6.18' };
const step = { send: '00' };
const ack = { message: 'NLMSG_ERROR', hex: '1400000002000000<seq1><port0>00000000' };
const asks = { send: '1000000012000100<seq1>00000000' };
const heard = { message: 'RTM_NEWLINK', start: '<*length:4>10000000<*who:8>', group: 1 };
/** A suite of one case of these steps. */
const steps = (...all: readonly object[]): string => lines(header, { name: 'a', steps: all });
/** The same with listeners. */
const listening = (...all: readonly object[]): string => lines(header, { name: 'a', listen: [{ groups: [1] }], steps: all });
const attributes = (...all: readonly object[]): string => steps({ ...asks, replies: [{ message: 'RTM_NEWLINK', start: '<*length:4>10000000<seq1><port0>', attributes: all }] });

const WRONG: readonly (readonly [text: string, said: string])[] = [
  ['{', '1: Expected'],
  ['', '1: the first line has no "format"'],
  [lines({ ...header, format: 'other' }), '1: the first line has no "format"'],
  [lines({ ...header, version: 2, more: 1 }), '1: version 2 of the format, this reads 1'],
  [lines({ ...header, byteOrder: 'middle' }), '1: the header, byteOrder is "little" or "big", not "middle"'],
  [lines({ ...header, recorded: undefined }), '1: the header has no recorded'],
  [lines({ ...header, requirez: {} }), '1: the header has "requirez", of which this knows nothing'],
  [lines({ ...header, requires: { luck: [] } }), '1: the header, requires has "luck", of which this knows nothing'],
  [lines({ ...header, requires: { kernel: { from: '6' } } }), '1: the header, requires, kernel has "from", of which'],
  [lines({ ...header, requires: { kernel: { min: 'six' } } }), '1: the header, requires, kernel, min is no release, but "six"'],
  [lines({ ...header, setups: { world: [{ sned: '' }] } }), '1: the header, setups, world 1 has "sned", of which'],
  [lines(header), ' a suite without cases'],
  [`${lines(header)}\n\n${lines({ steps: [] })}`, '3: a case: the case has no name'],
  [lines(header, { name: 'a\nb', steps: [step] }), '2: case "a\\x0ab": the case, name is no text of one line'],
  [lines(header, { name: 'a', steps: [] }), '2: case "a": a case without steps'],
  [lines(header, { name: 'a', steps: [step] }, { name: 'b', steps: [step] }, { name: 'a', steps: [step] }), '4: case "a": the one in line 2 is called so'],
  [lines(header, { name: 'a', setup: 'world', steps: [step] }), '2: case "a": the header has no setup world'],
  [lines(header, { name: 'a', setup: 'toString', steps: [step] }), '2: case "a": the header has no setup toString'],
  [
    lines({ ...header, setups: { world: [{ send: '<mac:6>' }] } }, { name: 'a', setup: 'world', steps: [step] }),
    '2: case "a": step 1 of setup world: send: <mac:6> is sent, and nothing',
  ],
  [lines(header, { name: 'a', namespaces: 0, steps: [step] }), '2: case "a": the case, namespaces is no number from 1, but 0'],
  [lines(header, { name: 'a', sockets: [{ namespace: 1 }], steps: [step] }), '2: case "a": there is no namespace 1'],
  [lines(header, { name: 'a', sockets: [{ strikt: true }], steps: [step] }), '2: case "a": the case, sockets 1 has "strikt", of which'],
  [lines(header, { name: 'a', sockets: [{ strict: 'no' }], steps: [step] }), '2: case "a": the case, sockets 1, strict is true or false, not "no"'],
  [lines(header, { name: 'a', listen: [{ groups: [] }], steps: [step] }), '2: case "a": listener 0 joins no groups'],
  [`${lines(header)}\n{"name":"a","steps":[{"send":"00","send":"01"}]}`, '2: "send" stands twice in one object'],
  [steps(step, { send: '00', repliez: [] }), '2: case "a": the case, steps 2 has "repliez", of which this knows nothing'],
  [steps({ ...step, text: 'one' }), '2: case "a": the case, steps 1, text is no list'],
  [steps({ ...step, order: 'all' }), '2: case "a": the case, steps 1, order is "any", not "all"'],
  [steps({ ...step, socket: 1 }), '2: case "a": step 1: there is no socket 1'],
  [steps({ send: '' }), '2: case "a": step 1: send has no bytes'],
  [steps({ send: '000' }), '2: case "a": step 1: send: "0" ends hex of an odd number of digits'],
  [steps({ send: 'zz' }), '2: case "a": step 1: send: "zz" is neither bytes in hex'],
  [steps(step, { send: '00<name:4>' }), '2: case "a": step 2: send: <name:4> is sent, and nothing that came before tells it'],
  [steps({ send: '00<*name:4>' }), '2: case "a": step 1: send: <*name:4> stands for bytes of which nothing is expected'],
  [steps({ send: '00<prot0>' }), '2: case "a": step 1: send: <prot0> is none of the given names'],
  [steps({ send: '<port1>' }), '2: case "a": step 1: send: <port1>: there is no socket 1'],
  [steps({ send: '<fd1>' }), '2: case "a": step 1: send: <fd1>: there is no namespace 1'],
  [steps({ send: '<seq2>' }), '2: case "a": step 1: send: <seq2> comes where <seq1> is the next'],
  [steps({ ...step, replies: [ack] }), '2: case "a": step 1: reply 1: NLMSG_ERROR: <seq1> is expected, and was not sent before'],
  [steps({ ...asks, replies: [{ message: 'x' }] }), '2: case "a": step 1: reply 1: x: either hex or start'],
  [steps({ ...asks, replies: [{ hex: '00' }] }), '2: case "a": the case, steps 1, replies 1 has no message'],
  [steps({ ...asks, replies: [{ ...ack, hex: '10000000' }] }), '2: case "a": step 1: reply 1: NLMSG_ERROR: 4 bytes, and a header has 16'],
  [steps({ ...asks, replies: [{ ...ack, hex: `15${ack.hex.slice(2)}` }] }), '2: case "a": step 1: reply 1: NLMSG_ERROR: nlmsg_len of 21, and 20 bytes'],
  [steps({ ...asks, replies: [{ message: 'x', start: `13${ack.hex.slice(2)}` }] }), '2: case "a": step 1: reply 1: x: nlmsg_len of 19, and the start alone has 20 bytes'],
  [attributes({ path: '1', name: 'A', hex: '', since: 'six' }), '2: case "a": the case, steps 1, replies 1, attributes 1, since is no release, but "six"'],
  [steps({ ...asks, replies: [{ ...ack, attributes: [{ path: '1', name: 'A', hex: '' }] }] }), '2: case "a": step 1: reply 1: NLMSG_ERROR: attributes go with start'],
  [
    lines(header, { name: 'a', sockets: [{}, {}], steps: [{ ...asks, socket: 1, replies: [ack] }] }),
    '2: case "a": step 1: reply 1: NLMSG_ERROR to <port0> never comes to socket 1',
  ],
  [attributes({ path: 'a', name: 'A', hex: '' }), '2: case "a": the case, steps 1, replies 1, attributes 1, path is no path of numbers, but "a"'],
  [attributes({ path: '16384', name: 'A', hex: '' }), '2: case "a": step 1: reply 1: RTM_NEWLINK: A: no attribute has a number of 16384'],
  [attributes({ path: '1', name: 'A' }), '2: case "a": step 1: reply 1: RTM_NEWLINK: A: either hex or absent'],
  [attributes({ path: '1', name: 'A', absent: false }), '2: case "a": the case, steps 1, replies 1, attributes 1, absent is true, not false'],
  [attributes({ path: '1', name: 'A', hex: '00' }, { path: '1', name: 'A', hex: '01' }), '2: case "a": step 1: reply 1: RTM_NEWLINK: A: 1 stands there twice'],
  [attributes({ path: '1', name: 'A', hex: '<m:6>' }, { path: '2', name: 'B', hex: '<m:8>' }), '2: case "a": step 1: reply 1: RTM_NEWLINK: B: <m:8> had 6 bytes before'],
  [steps({}), '2: case "a": step 1: nothing is sent, ended or looked at'],
  [steps({ replies: [] }), '2: case "a": step 1: replies, and nothing is sent'],
  [steps({ ...step, deleteNamespace: 0 }), '2: case "a": step 1: either send or deleteNamespace'],
  [steps({ deleteNamespace: 1 }), '2: case "a": step 1: there is no namespace 1'],
  [steps({ deleteNamespace: 0 }, { deleteNamespace: 0 }), '2: case "a": step 2: namespace 0 ended before'],
  [steps({ ...step, notifications: [] }), '2: case "a": step 1: notifications, and the case has nobody who listens'],
  [
    lines({ ...header, setups: { world: [{ ...step, notifications: [] }] } }, { name: 'a', setup: 'world', listen: [{ groups: [1] }], steps: [step] }),
    '2: case "a": step 1 of setup world: notifications, and listeners join behind the setup',
  ],
  [listening({ ...step, notifications: [{ ...heard, listener: 1 }] }), '2: case "a": step 1: notification 1: there is no listener 1'],
  [listening({ ...step, notifications: [heard, { ...heard, group: 2 }] }), '2: case "a": step 1: notification 2: listener 0 is not in group 2'],
];

for (const [text, said] of WRONG)
  test(`a suite: ${said}`, () =>
    assert.throws(
      () => parseSuite('own', text),
      ({ message }: Error) => message.startsWith(`own:${said}`),
    ));

const codecHeader = { format: 'rtnetlink-conformance-codec', version: 1, suite: 'own', description: 'd' };
const good = { name: 'a', from: 'hand', checks: ['decode'], byteOrder: 'little', hex: '00' };
const refuse = { offset: 0, length: 1, path: [], why: 'short' };
const codec = (more: object): string => lines(codecHeader, { ...good, ...more });
const means = (...all: readonly object[]): string => codec({ messages: [{ type: 16, attributes: all }] });

const WRONG_FOR_CODECS: readonly (readonly [text: string, said: string])[] = [
  [lines({ ...codecHeader, version: 2 }), '1: version 2 of the format, this reads 1'],
  [lines({ ...codecHeader, byteOrder: 'little' }), '1: the header has "byteOrder", of which this knows nothing'],
  [lines(codecHeader), ' a suite without cases'],
  [lines(codecHeader, good, good), '3: case "a": the one in line 2 is called so'],
  [codec({ hex: '000' }), '2: case "a": the case, hex is no lowercase hex of whole bytes, but "000"'],
  [codec({ hecks: [] }), '2: case "a": the case has "hecks", of which this knows nothing'],
  [codec({ checks: [] }), '2: case "a": checks is empty'],
  [codec({ checks: ['decode', 'decode'] }), '2: case "a": checks has decode twice'],
  [codec({ checks: ['recode'] }), '2: case "a": the case, checks 1 is "decode" or "encode" or "roundtrip", not "recode"'],
  [codec({ checks: ['encode'] }), '2: case "a": nothing to encode: there are no messages'],
  [codec({ refuse: { ...refuse, why: undefined } }), '2: case "a": the case, refuse has no why'],
  [codec({ refuse: { ...refuse, offset: 2 } }), '2: case "a": refuse from offset 2 on, and there are 1 bytes'],
  [codec({ refuse, checks: ['roundtrip'] }), '2: case "a": refuse is for decode'],
  [codec({ refuse, messages: [] }), '2: case "a": either messages or refuse'],
  [codec({ messages: [{ name: 'RTM_NEWLINK' }] }), '2: case "a": the case, messages 1 has no type'],
  [means({ type: 1, kind: 'u33', value: 1 }), '2: case "a": the case, messages 1, attributes 1, kind is no kind of value, but "u33"'],
  [means({ type: 1, kind: 'nest', attributes: [{ type: 1, valeu: 1 }] }), '2: case "a": the case, messages 1, attributes 1, attributes 1 has "valeu", of which'],
];

for (const [text, said] of WRONG_FOR_CODECS)
  test(`a suite for codecs: ${said}`, () =>
    assert.throws(
      () => parseCodecSuite('own', text),
      ({ message }: Error) => message.startsWith(`own:${said}`),
    ));

test('what a message told before may be sent', () => {
  const learns = { ...asks, replies: [{ message: 'RTM_NEWLINK', start: '<*length:4>10000000<seq1><port0>', attributes: [{ path: '1', name: 'IFLA_ADDRESS', hex: '<mac1:6>' }] }] };
  assert.is(parseSuite('own', steps(learns, { send: '<seq2><mac1:6><port0><fd0>' })).cases.length, 1);
});

test('the command says it in a line, and nothing is put to the target', async () => {
  const { code, stdout, stderr } = await withFile(steps(step, { send: '00<name:4>' }), (path) => rtnl('conformance', '--target', 'sim', path));
  assert.is(code, 1);
  assert.is(stdout, '');
  assert.match(stderr, /^rtnl conformance: .*recording\.jsonl:2: case "a": step 2: send: <name:4> is sent, and nothing that came before tells it\n$/);
});

test.run();
