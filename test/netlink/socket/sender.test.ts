// The order of sends, on a file in place of a socket: write(2) appends to it from the pool, sendto is ours.

import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Libc } from '../../../src/netlink/socket/libc.js';
import { loadLibc } from '../../../src/netlink/socket/load.js';
import { Sender } from '../../../src/netlink/socket/sender.js';

const test = suite<{ directory: string; path: string; fd: number }>('sender');
const EINTR = 4;
const ENOBUFS = 105;

test.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), 'sender-'));
  context.path = join(context.directory, 'sent');
  context.fd = openSync(context.path, 'a');
});

test.after.each(({ directory, fd }) => {
  closeSync(fd);
  rmSync(directory, { recursive: true });
});

const sendto: Libc['sendto'] = (fd, datagram) => writeSync(fd, datagram);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('keeps the order of inline and pooled sends', async ({ fd, path }) => {
  const sender = new Sender({ ...loadLibc(), sendto }, fd);
  const sends = [...'abcdefgh'].map((letter, at) => sender.send(bytes(letter), at % 3 === 1));
  assert.is(sends[0], undefined);
  assert.ok(sends.slice(1).every((sent) => sent instanceof Promise));
  await sender.idle();
  assert.is(readFileSync(path, 'utf8'), 'abcdefgh');
  await Promise.all(sends);
});

test('goes on after a send that failed', async ({ fd, path }) => {
  let failures = 1;
  const sender = new Sender({ ...loadLibc(), sendto: (...all) => (failures-- > 0 ? -ENOBUFS : sendto(...all)) }, fd);
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((letter) => sender.send(bytes(letter), letter === 'a')));
  assert.equal(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.is(readFileSync(path, 'utf8'), 'ac');
});

test('sends again what a signal interrupted', ({ fd, path }) => {
  let interrupts = 2;
  const sender = new Sender({ ...loadLibc(), sendto: (...all) => (interrupts-- > 0 ? -EINTR : sendto(...all)) }, fd);
  assert.is(sender.send(bytes('a'), false), undefined);
  assert.is(readFileSync(path, 'utf8'), 'a');
});

test('is idle at once where nothing was sent', async ({ fd }) => {
  await new Sender(loadLibc(), fd).idle();
});

test.run();
