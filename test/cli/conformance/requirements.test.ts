// What cases require: kernel releases, by case and by attribute, and what a target has.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compare } from '../../../src/cli/conformance/compare.js';
import { Names } from '../../../src/cli/conformance/pattern.js';
import { compareRelease } from '../../../src/cli/conformance/release.js';
import { Available } from '../../../src/cli/conformance/requirements.js';
import type { Requirements, Suite } from '../../../src/cli/conformance/suite.js';
import { simulatedTarget } from '../../../src/cli/conformance/target/sim.js';
import type { Target } from '../../../src/cli/conformance/target/target.js';
import type { Route } from '../../../src/cli/kernel.js';
import { route } from '../../../src/index.js';
import { fromHex } from '../../../src/netlink/bytes.js';
import type { Protocol } from '../../../src/netlink/message.js';
import { suites } from './suites.js';

const test = suite('conformance requirements');

const protocol = route as unknown as Protocol<Route>;

/** Why a case of a suite cannot be put to a kernel of a release. */
async function lacking(kernel: string, ofSuite: Requirements | undefined, ofCase: Requirements | undefined, target: Partial<Target> = {}): Promise<string | undefined> {
  const available = new Available({ ...simulatedTarget(), kernel, ...target }, { protocol, littleEndian: true });
  const one = { name: 'a', steps: [], ...(ofCase && { requires: ofCase }) };
  const whole: Suite = { suite: 's', description: '', byteOrder: 'little', recorded: '6.18', cases: [one], ...(ofSuite && { requires: ofSuite }) };
  return available.lacking(whole, one);
}

test('releases compare by number, as far as the limit goes', () => {
  assert.ok(compareRelease('6.9.1', '6.18') < 0);
  assert.ok(compareRelease('7.2.0-rc1', '6.18') > 0);
  assert.is(compareRelease('6.18.44-amd64', '6.18'), 0);
  assert.ok(compareRelease('6.18.44', '6.18.45') < 0);
  assert.ok(compareRelease('6', '6.1') < 0);
  assert.is(compareRelease('5.10.0-46-amd64', '5.10'), 0);
});

test('a case says for itself from which release on it holds, and until which, beside its suite', async () => {
  assert.is(await lacking('6.1.0-57-amd64', { kernel: { min: '5.10' } }, undefined), undefined);
  assert.is(await lacking('6.1.0-57-amd64', { kernel: { min: '5.10' } }, { kernel: { min: '6.12' } }), 'needs a kernel from 6.12 on, this is 6.1.0-57-amd64');
  assert.is(await lacking('6.12.1', { kernel: { min: '5.10' } }, { kernel: { min: '6.12' } }), undefined);
  assert.is(await lacking('7.2.0', { kernel: { min: '5.10' } }, { kernel: { min: '6.12', max: '6.18' } }), 'needs a kernel up to 6.18, this is 7.2.0');
  assert.is(await lacking('6.18.99', { kernel: { min: '5.10' } }, { kernel: { max: '6.18' } }), undefined);
  assert.is(await lacking('4.19.0', { kernel: { min: '5.10' } }, undefined), 'needs a kernel from 5.10 on, this is 4.19.0');
});

test('who asks for it has cases for whatever release', async () => {
  const suite: Suite = { suite: 's', description: '', byteOrder: 'little', recorded: '6.18', requires: { kernel: { min: '7.2' } }, cases: [] };
  const one = { name: 'a', steps: [], requires: { kernel: { max: '5.10' }, kinds: ['nonesuch'] } };
  const available = new Available(simulatedTarget(), { protocol, littleEndian: true }, true);
  assert.is(await available.lacking(suite, { ...one, requires: { kernel: { max: '5.10' } } }), undefined);
  assert.is(await available.lacking(suite, one), 'needs link kind nonesuch');
});

test('what else is missing is told by name', async () => {
  assert.is(await lacking('6.18', { kinds: ['veth', 'bridge'] }, { features: ['bare', 'vlanless'] }), undefined);
  assert.is(await lacking('6.18', { kinds: ['veth', 'nonesuch'] }, undefined), 'needs link kind nonesuch');
  assert.is(await lacking('6.18', undefined, { features: ['luck'] }), 'needs luck, of which nothing is known here');
  assert.is(await lacking('6.18', { capabilities: ['CAP_NET_ADMIN'] }, undefined, { may: () => false }), 'needs CAP_NET_ADMIN');
  assert.is(await lacking('6.18', undefined, undefined, { byteOrder: 'big' }), 'the case is little-endian');
});

test('an attribute that kernels did not always tell is looked at from its release on', () => {
  const expected = { message: 'RTM_NEWLINK', start: '<*length:4>10000000<*rest:24>', attributes: [{ path: '61', name: 'IFLA_ALLMULTI', hex: '00000000', since: '6.1' }] };
  const message = fromHex('2000000010000000000000000000000000000000000000000000000000000000');
  const found = (kernel?: string) => compare(expected, message, new Names([]), { protocol, littleEndian: true, ...(kernel !== undefined && { kernel }) })?.what;
  assert.is(found('5.10.0-46-amd64'), undefined);
  assert.is(found('6.1.0'), 'IFLA_ALLMULTI');
  assert.is(found('7.3.0'), 'IFLA_ALLMULTI');
  assert.is(found(), 'IFLA_ALLMULTI');
});

test('every case of the package holds on the kernel it was recorded from', async () => {
  for (const { suite: name, recorded, requires, cases } of suites)
    for (const one of cases)
      assert.is(
        await lacking(recorded, requires?.kernel && { kernel: requires.kernel }, one.requires?.kernel && { kernel: one.requires.kernel }),
        undefined,
        `${name}/${one.name}`,
      );
});

test.run();
