// Codecs put to the test: this library passes every case; three planted faults are found and nothing else; what fails to answer fails its case and no other.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CodecCase, type CodecSuite, parseCodecSuite } from '../../../src/cli/conformance/codec/case.js';
import { judgeBytes } from '../../../src/cli/conformance/codec/compare.js';
import type { Attribute, Meaning } from '../../../src/cli/conformance/codec/meaning.js';
import { codecProgram } from '../../../src/cli/conformance/codec/program.js';
import { CodecRunner, tasksOf } from '../../../src/cli/conformance/codec/runner.js';
import { type Codec, ownCodec, reading } from '../../../src/cli/conformance/codec/target.js';
import { type Result, reasonsOf } from '../../../src/cli/conformance/result.js';
import { TargetError } from '../../../src/cli/conformance/target/target.js';
import type { Route } from '../../../src/cli/kernel.js';
import { kinds, route } from '../../../src/index.js';
import type { Protocol } from '../../../src/netlink/message.js';
import { bundled } from '../../bundled.js';
import { tally } from '../../fixtures.js';
import { rtnl, withFile } from '../recordings.js';

const test = suite('codec conformance');

const protocol = route as unknown as Protocol<Route>;
const read = (name: string): CodecSuite => parseCodecSuite(name, readFileSync(new URL(`../../../suites/codec/${name}.jsonl`, import.meta.url), 'utf8'));
const good = read('codec-messages');
const damaged = read('codec-damaged');
const suites = [good, damaged];

async function run(codec: Codec, chosen: readonly CodecSuite[] = suites): Promise<Result[]> {
  const runner = new CodecRunner(codec, reading(protocol));
  const results: Result[] = [];
  for (const task of chosen.flatMap(tasksOf)) results.push(await runner.run(task));
  return results;
}

test('bytes may differ in the NUL of a text and, where they are to be encoded, in the flag of a nest; told is what differs', async () => {
  const one = good.cases.find(({ name }) => name === 'a kind without its NUL, as iproute2 sends it, little-endian') as CodecCase;
  const longer = await ownCodec(protocol).ask({ op: 'encode', byteOrder: 'little', messages: one.messages ?? [] });
  const path = 'RTM_NEWLINK > IFLA_LINKINFO';
  assert.equal(judgeBytes(one, 'hex' in longer ? longer.hex : '', false, reading(protocol)), { wrong: [], less: [`${path} > IFLA_INFO_KIND: whether it had a NUL`] });
  const flagged = one.hex.replace(/^(.{70})00/, '$180');
  assert.is.not(flagged, one.hex);
  assert.equal(judgeBytes(one, flagged, true, reading(protocol)), { wrong: [], less: [] });
  assert.equal(
    judgeBytes(one, flagged, false, reading(protocol)).wrong.map(({ message, what }) => `${message}: ${what}`),
    [`${path}: NLA_F_NESTED`],
  );
  assert.match(
    judgeBytes(one, `${one.hex.slice(0, -2)}01`, true, reading(protocol))
      .wrong.map(({ message, what, offset }) => `${message}: ${what} at ${offset}`)
      .join(),
    /^RTM_NEWLINK > IFLA_LINKINFO: bytes at \d+$/,
  );
});

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const stub = (manner: string): string => `${process.execPath} ${file('stub-codec.mjs')} '${manner}'`;

/** Puts suites to a program. */
async function put(command: string, chosen: readonly CodecSuite[], timeout = 60_000): Promise<Result[]> {
  const codec = await codecProgram(command, timeout);
  try {
    return await run(codec, chosen);
  } finally {
    await codec.close();
  }
}

const failed = (results: readonly Result[]): string[] => results.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);

const within = (nodes: readonly (Attribute | Meaning)[]): (Attribute | Meaning)[] => nodes.flatMap((node) => [node, ...within(node.attributes ?? [])]);

/** Cases in whose meaning there is such an attribute. */
const having = (wanted: (one: Attribute) => boolean): CodecCase[] =>
  good.cases.filter(({ checks, messages = [] }) => checks.includes('decode') && within(messages).some((node) => wanted(node as Attribute)));

test('this library passes all', async () => {
  const results = await run(ownCodec(protocol));
  assert.equal(
    results.filter(({ outcome }) => outcome !== 'passed').map((one) => `${one.name}: ${reasonsOf(one).join()}`),
    [],
  );
  const checks = tally(results.map(({ name }) => name.split(':')[0] as string));
  assert.ok((checks.decode as number) > 600 && (checks.encode as number) > 300 && (checks.roundtrip as number) > 500, JSON.stringify(checks));
});

test('what is told as bytes is in the byte order that is asked for', async () => {
  const [one] = having(({ name }) => name === 'SEG6_IPTUNNEL_SRH').filter(({ byteOrder }) => byteOrder === 'little');
  // The mode before the segment routing header.
  const turned = JSON.parse(JSON.stringify(one?.messages).replace('"01000000', '"00000001')) as readonly Meaning[];
  const codec = ownCodec(protocol);
  const encoded = await codec.ask({ op: 'encode', byteOrder: 'big', messages: turned });
  const decoded = await codec.ask({ op: 'decode', byteOrder: 'big', hex: 'hex' in encoded ? encoded.hex : '' });
  const bytes = (messages: readonly Meaning[]) => within(messages).flatMap((node) => ('kind' in node && node.kind === 'bytes' ? [node.value] : []));
  assert.equal(bytes('messages' in decoded ? decoded.messages : []), bytes(turned));
  assert.match(String(bytes(turned)[0]), /^00000001/);
});

test('there is a case for every message, every link kind and both byte orders, and no name twice', () => {
  const names = suites.flatMap(({ suite, cases }) => cases.map(({ name }) => `${suite}/${name}`));
  assert.is(new Set(names).size, names.length);
  const seen = new Set(good.cases.flatMap(({ messages = [] }) => messages.map(({ name }) => name)));
  assert.equal(
    Object.keys(route.messages).filter((name) => !seen.has(name)),
    [],
  );
  const nodes = within(good.cases.flatMap(({ messages = [] }) => messages)) as Attribute[];
  const told = new Set(nodes.flatMap(({ name, value }) => (name === 'IFLA_INFO_KIND' || name === 'IFLA_INFO_SLAVE_KIND' ? [value] : [])));
  assert.equal(
    Object.keys(kinds).filter((kind) => !told.has(kind) && !told.has(kind.replace(/_slave$/, ''))),
    [],
  );
  for (const order of ['little', 'big']) assert.ok(good.cases.filter(({ byteOrder }) => byteOrder === order).length > 100);
  assert.ok(new Set(nodes.map(({ name }) => name)).size > 900, `${new Set(nodes.map(({ name }) => name)).size} names`);
});

test('finds a number in the wrong byte order, an attribute left out, a truncated message taken for good, and nothing else', async () => {
  const results = await put(`${process.execPath} ${bundled(new URL('codec-adapter.ts', import.meta.url))}`, suites);
  const numbers = having(({ name, value }) => name === 'IFLA_MTU' && typeof value === 'number' && value !== 0 && value !== 0xffffffff);
  const left = having(({ name }) => name === 'RTA_PRIORITY');
  const truncated = damaged.cases.filter(({ refuse }) => refuse !== undefined && refuse.path.length === 0 && /^(the |a )(second )?message (is|claims)/.test(refuse.why));
  assert.ok(numbers.length > 10 && left.length > 1 && truncated.length === 10, `${numbers.length}, ${left.length}, ${truncated.length}`);
  assert.equal(failed(results).sort(), [...numbers, ...left, ...truncated].map(({ name }) => `decode: ${name}`).sort());
  const reasons = new Map(results.map((one) => [one.name, reasonsOf(one)]));
  const told = (cases: readonly CodecCase[]) => cases.flatMap(({ name }) => reasons.get(`decode: ${name}`) ?? []);
  for (const reason of told(numbers)) assert.match(reason, / IFLA_MTU: value at offset \d+: expected u32 \d+, got \d+$/);
  for (const reason of told(left)) assert.match(reason, /^RTM_\w+ > RTA_PRIORITY: attribute at offset \d+: expected to be told, got nothing$/);
  for (const reason of told(truncated)) assert.match(reason, /refusal at offset \d+: expected one, since .* message .*, got none: taken for good$/);
});

const three: readonly CodecSuite[] = [{ ...good, cases: good.cases.slice(0, 3).map((one) => ({ ...one, checks: ['roundtrip'] })) }];

test('a program that answers is asked one thing after the other', async () => {
  assert.equal(
    (await put(stub('right'), three)).map(({ outcome }) => outcome),
    ['passed', 'passed', 'passed'],
  );
});

for (const [manner, reason] of [
  ['crash', /ended with code 139: Segmentation fault$/],
  ['hang', /^no answer within 8 s$/],
  ['garbage', /^answered with what is no JSON: "Traceback/],
  ['other form', /^answered with hex that is none: /],
  ['no answer', /^answered with none of hex, error, unsupported: /],
] as const) {
  test(`an answer that does not come (${manner}) fails its case and no other`, async () => {
    const results = await put(stub(manner), three, manner === 'hang' ? 8000 : undefined);
    assert.equal(
      results.map(({ outcome }) => outcome),
      ['passed', 'failed', 'passed'],
    );
    assert.match(results[1]?.reason ?? '', reason);
  });
}

test('a second line is the answer to nothing, and not taken for one', async () => {
  const results = await put(stub('talkative'), three);
  assert.is(failed(results).length, 1);
  assert.match(results.map(({ reason = '' }) => reason).join(), /wrote a line that nobody asked for: .*00/);
});

test('a program that never answers is given up', async () => {
  const silent: Codec = {
    introduction: { library: 'silent', checks: ['decode'], byteOrders: ['little', 'big'], silent: [] },
    ask: () => Promise.reject(new TargetError('no answer within 10 s')),
    close: async () => undefined,
  };
  const reasons = tally((await run(silent, [damaged])).map(({ reason = '' }) => reason));
  assert.equal(reasons, { 'no answer within 10 s': 10, 'not tried: the 10 before had no answer': damaged.cases.length - 10 });
});

test('what a codec says that it has not is skipped, by name', async () => {
  const few = good.cases.filter((_, i) => i % 20 === 0);
  const results = await put(stub('big-endian'), [{ ...good, cases: few }]);
  const skipped = tally(results.flatMap(({ outcome, reason = '' }) => (outcome === 'skipped' ? [reason] : [])));
  assert.equal(Object.keys(skipped).sort(), ['the codec has no decode', 'the codec has no encode', 'the codec is not for little-endian']);
  assert.equal(failed(results), []);
  assert.ok(results.some(({ outcome }) => outcome === 'passed'));
});

test('a program that does not say what it is is not put to the test', async () => {
  for (const [command, reason] of [
    [stub('nameless'), /answered with none of library/],
    [stub('of another form'), /checks other than decode, encode, roundtrip/],
    ['exit 3', /ended with code 3/],
    ['echo no', /no JSON: "no"/],
  ] as const) {
    try {
      await codecProgram(command, 60_000);
      assert.unreachable(command);
    } catch (error) {
      assert.match((error as Error).message, reason);
    }
  }
});

test('the command puts the suites for codecs to a codec, those for kernels to a kernel, and neither to the other', async () => {
  const { stdout, code } = await rtnl('conformance', '--target', 'codec', '--filter', 'decode: RTM_NEWRULE', '--report', 'json');
  assert.is(code, 0);
  const { target, library, passed, results } = JSON.parse(stdout);
  assert.equal([target, library, passed], ['codec', 'rtnetlink', good.cases.filter(({ name }) => name.startsWith('RTM_NEWRULE')).length]);
  assert.is(results[0].suite, 'codec-messages');
  const listed = (await rtnl('conformance', '--list')).stdout.split('\n');
  assert.ok(listed.includes('codec-damaged/decode: no bytes, little-endian') && listed.some((line) => line.startsWith('kernel-replies/')));
  const wrong = async (...argv: string[]) => (await rtnl('conformance', ...argv)).stderr;
  assert.match(await wrong('--target', 'sim', file('../../../suites/codec/codec-damaged.jsonl')), /is not for --target sim: it asks a codec/);
  assert.match(await wrong('--target', 'codec', file('../../../suites/kernel-replies.jsonl')), /is not for --target codec: it asks a kernel/);
  assert.match(await wrong('--target', 'codec:'), /--target takes .*codec or codec:COMMAND, not "codec:"/);
  await withFile(
    `{"format":"rtnetlink-conformance-codec","version":1,"suite":"s","description":"d"}\n{"name":"a","checks":["encode"],"byteOrder":"big","hex":""}\n`,
    async (path) => assert.match(await wrong('--target', 'codec', path), /:2: case "a": nothing to encode: there are no messages/),
  );
});

test('a report says what a codec never tells', async () => {
  const run = async (...argv: string[]) => (await rtnl('conformance', '--target', `codec:${stub('silent')}`, '--filter', 'roundtrip: RTM_NEWRULE', ...argv)).stdout;
  assert.match(await run(), /^not told by stub, and not compared: offset, refusedAt\n/);
  assert.match(await run('--report', 'tap'), /^TAP version 14\n# not told by stub, and not compared: offset, refusedAt\n/);
  assert.match(await run('--report', 'junit'), /<property name="silent" value="offset, refusedAt"\/>/);
});

/** Lines of a report that guide and README show. */
const shown = ['guides/conformance.md', 'README.md'].flatMap((name) => readFileSync(file(`../../../${name}`), 'utf8').match(/^ {4}(failed|skipped) codec-.*$/gm) ?? []);

test('pyroute2, where it is installed: what it errs in is found', async () => {
  const python = '/usr/bin/python3';
  const missing = spawnSync(python, ['-c', 'import pyroute2']).status !== 0;
  if (missing) return void process.stdout.write('  skipped: pyroute2 is not installed\n');
  const results = await put(`${python} ${file('../../../examples/codecs/pyroute2-codec.py')}`, suites);
  const reasons = new Set(results.filter(({ outcome }) => outcome === 'failed').flatMap(reasonsOf));
  // It reads six bytes of a hardware address whatever its length, and a bridge's priority in the wrong order.
  assert.ok([...reasons].some((one) => /IFLA_ADDRESS: value at offset \d+: expected mac "0a:00:00:01", got "0a:00:00:01:08:00"/.test(one)));
  assert.ok([...reasons].some((one) => /IFLA_BR_BRIDGE_ID: prio at offset \d+: expected 32768, got 128/.test(one)));
  const lines = new Set(results.flatMap((one) => reasonsOf(one).map((reason) => `    ${one.outcome} ${one.suite}/${one.name}: ${reason}`)));
  assert.is(shown.length, 7);
  for (const line of shown) assert.ok(lines.has(line), line);
  assert.ok(results.filter(({ outcome }) => outcome === 'passed').length > 200);
  assert.equal(
    results.filter(({ reason = '' }) => /no answer|ended with/.test(reason)).map(({ name }) => name),
    [],
  );
});

test.run();
