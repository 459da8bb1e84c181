// The reports are what they claim to be: a TAP parser and an XML parser read them, and find in them what the text says.

import { readFileSync } from 'node:fs';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Parser } from 'tap-parser';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { junitReport } from '../../../src/cli/conformance/report/junit.js';
import { tapReport } from '../../../src/cli/conformance/report/tap.js';
import { rtnl, withFile } from '../recordings.js';

const test = suite('conformance reports');

const header = { format: 'rtnetlink-conformance', version: 1, suite: 'own', description: '', byteOrder: 'little', recorded: '6.18' };
const ok = '2400000002000001<seq1><port0>000000001400000005000500<seq1>00000000';
const send = '1400000005000500<seq1>0000000000000000';
const cases = [
  { name: 'passes', steps: [{ send, replies: [{ message: 'NLMSG_ERROR', hex: ok }] }] },
  { name: 'fails <#1> & "more"', steps: [{ send, text: ['type 5'], replies: [{ message: 'NLMSG_ERROR', hex: ok.replace('00000000', 'ffffffff') }] }] },
  { name: 'skips', requires: { kinds: ['nonesuch'] }, steps: [{ send }] },
];
const own = [header, ...cases].map((line) => JSON.stringify(line)).join('\n');

const report = (kind: string) => withFile(own, async (path) => (await rtnl('conformance', '--target', 'sim', '--report', kind, path)).stdout);

/** Every element of a document, with what stands in it; throws where it is not well-formed. */
function elements(xml: string): { readonly name: string; readonly attributes: Readonly<Record<string, string>>; text: string }[] {
  const out: ReturnType<typeof elements> = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => void out.push({ name, attributes, text: '' }));
  parser.on('text', (text) => {
    const last = out.at(-1);
    if (last !== undefined) last.text += text.trim();
  });
  parser.write(xml).close();
  return out;
}

test('text tells each failure and each skipped case on a line', async () => {
  assert.equal((await report('text')).split('\n'), [
    'failed own/fails <#1> & "more": step 1 (type 5), reply 1: errno: expected EPERM, got 0',
    'skipped own/skips: needs link kind nonesuch',
    '1 passed, 1 failed, 1 skipped',
    '',
  ]);
});

test('TAP', async () => {
  const results = Parser.parse(await report('tap')).flatMap(([what, result]) => (what === 'assert' ? [result] : []));
  assert.equal(
    results.map(({ ok, name, skip }) => [ok, name, skip]),
    [
      [true, 'own/passes', false],
      [false, 'own/fails <#1> & "more"', false],
      [true, 'own/skips', 'needs link kind nonesuch'],
    ],
  );
  assert.equal(results[1]?.diag?.failures, [{ step: 1, request: 'type 5', message: 'reply 1', what: 'errno', expected: 'EPERM', got: '0' }]);
});

test('JUnit XML', async () => {
  const all = elements(await report('junit'));
  const testsuite = all.find(({ name }) => name === 'testsuite');
  const { tests, failures, skipped } = testsuite?.attributes ?? {};
  assert.equal([tests, failures, skipped], ['3', '1', '1']);
  assert.equal(
    all.filter(({ name }) => name === 'testcase').map(({ attributes }) => [attributes.classname, attributes.name]),
    cases.map(({ name }) => ['own', name]),
  );
  assert.is(all.find(({ name }) => name === 'failure')?.text, 'step 1 (type 5), reply 1: errno: expected EPERM, got 0');
  assert.is(all.find(({ name }) => name === 'skipped')?.attributes.message, 'needs link kind nonesuch');
});

test('JSON', async () => {
  const { target, kernel, passed, failed, skipped, results } = JSON.parse(await report('json'));
  assert.equal({ target, kernel, passed, failed, skipped }, { target: 'sim', kernel: '6.18', passed: 1, failed: 1, skipped: 1 });
  assert.equal(
    results.map((one: { outcome: string }) => one.outcome),
    ['passed', 'failed', 'skipped'],
  );
});

test('what no format can hold is told otherwise', () => {
  const odd = { suite: 's', name: 'a\nb#c', outcome: 'failed' as const, reason: '\u0000\u001b]<>&\ud800 "\n', failures: [], time: 1 };
  const junit = junitReport({ target: 'exec:"<&>"', kernel: '6.18' });
  assert.is(elements(junit.start() + junit.result(odd) + junit.end([odd])).find(({ name }) => name === 'testcase')?.attributes.name, 'a\nb#c');
  const tap = tapReport({ target: 'sim' });
  const [result] = Parser.parse(tap.start() + tap.result(odd) + tap.end([odd])).flatMap(([what, found]) => (what === 'assert' ? [found] : []));
  assert.is(result?.name, 's/a b#c');
});

test('--output writes to a file', async () => {
  await withFile(own, async (path) => {
    const { stdout, code } = await rtnl('conformance', '--target', 'sim', '--report', 'tap', '--output', `${path}.tap`, path);
    assert.is(stdout, '');
    assert.is(code, 1);
    assert.match(readFileSync(`${path}.tap`, 'utf8'), /^TAP version 14\n/);
  });
});

test.run();
