// Which binding is taken, and what is said where there is none.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NetlinkError } from '../../../src/netlink/errors.js';
import { loadLibc } from '../../../src/netlink/socket/load.js';

const test = suite('load');
const hasFfi = process.getBuiltinModule?.('node:ffi') !== undefined;

test('takes node:ffi where the runtime has it, else koffi', () => {
  assert.is(loadLibc().binding, hasFfi ? 'node:ffi' : 'koffi');
});

test('takes the binding that is named', () => {
  assert.is(loadLibc('koffi').binding, 'koffi');
});

test('makes a binding once', () => {
  assert.is(loadLibc(), loadLibc());
});

test('says what to install where a binding cannot be had', () => {
  if (hasFfi) return;
  assert.throws(
    () => loadLibc('node:ffi'),
    (error: unknown) =>
      error instanceof NetlinkError &&
      error.code === 'ERR_NETLINK_UNSUPPORTED' &&
      error.message.includes('npm install koffi') &&
      error.cause instanceof AggregateError &&
      error.cause.errors.length === 1,
  );
});

test('takes errno in the call that failed', () => {
  const libc = loadLibc();
  assert.is(libc.close(-1), -9);
  assert.is(libc.socket(16, 3, 99), -93);
  assert.is(libc.close(-1), -9);
});

test.run();
