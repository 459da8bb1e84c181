// The page in a real Chromium: opened from its file, as a person does.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { serve } from '../../src/cli/decode/serve.js';
import { Chromium, choose, chromiumSuite, read } from './chromium.js';
import { exchange, link, list, notice, request } from './recordings.js';

const test = chromiumSuite('page');

const pcap = (name: string): Buffer => readFileSync(new URL(`../../fixtures/pcap/${name}`, import.meta.url));
const modes = { name: 'modes.pcap.gz', bytes: pcap('vm-6.12-x86_64-modes.pcap.gz') };
const lines = (text: string): Uint8Array => new TextEncoder().encode(text);

const kind = (name: string) => ({ linkinfo: { kind: name } });
const small = {
  name: 'small.jsonl',
  bytes: lines(
    exchange([
      ...list(1, [
        link(1, 'lo', { type: 772 }),
        link(2, 'eth0'),
        link(3, 'macvlan1', { link: 2, ...kind('macvlan') }),
        link(4, 'port', { master: 5 }),
        link(5, 'br0', kind('bridge')),
      ]),
      ...request(2, 'RTM_NEWLINK', { ifname: 'macvlan2', link: 2, linkinfo: { kind: 'macvlan', macvlan: { mode: 'bridge' } } }, -17, { message: 'no such luck', offset: 32 }),
      notice('RTM_DELLINK', link(3, 'macvlan1')),
    ]),
  ),
};

let browser: Chromium;
test.before(async () => {
  browser = await Chromium.start();
});
test.after(() => browser.stop());

const selected = (page: Page): Promise<string | null> => page.locator('.row.message.selected .number').textContent();
const found = (page: Page): Promise<string | null> => page.locator('.found').textContent();
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || '');
const rowCount = (page: Page): Promise<string | null> => page.locator('#messages').getAttribute('aria-rowcount');

test('opens from its file, with nothing asked of anyone', async () => {
  const { page, complaints } = await browser.open();
  assert.match(page.url(), /^file:/);
  assert.match((await page.textContent('h1')) ?? '', /Drop a netlink recording/);
  await choose(page, modes);
  assert.is(await rowCount(page), '629');
  assert.match((await page.textContent('.about-file')) ?? '', /pcap, gzip · 12 KiB · 628 messages/);
  // The policy holds: the page itself cannot reach anything.
  const refused = await page.evaluate(() => fetch('http://127.0.0.1:9/').then(String, String));
  assert.match(refused, /TypeError/);
  assert.ok(
    complaints.every((complaint) => /127\.0\.0\.1:9/.test(complaint)),
    complaints.join('\n'),
  );
  await page.context().close();
});

test('takes a file that is dropped, and text that is pasted', async () => {
  const { page, complaints } = await browser.open();
  await page.evaluate(
    (text) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], 'dropped.jsonl'));
      document.querySelector('.app')?.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
    },
    exchange(list(1, [link(2, 'eth0')])),
  );
  await read(page);
  assert.is(await rowCount(page), '4');
  await page.getByRole('button', { name: 'Paste' }).click();
  await page.getByLabel('Text of the recording').fill(exchange(list(1, [link(2, 'eth0'), link(3, 'eth1')])));
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.locator('.about-file b', { hasText: 'pasted text' }).waitFor();
  await read(page);
  assert.is(await rowCount(page), '5');
  assert.equal(complaints, []);
  await page.context().close();
});

test('what is no recording is told, and a damaged one is shown up to its damage', async () => {
  const { page } = await browser.open();
  await page.setInputFiles('input[type=file]', { name: 'night.txt', mimeType: 'text/plain', buffer: Buffer.from('It was a dark and stormy night.') });
  assert.match((await page.getByRole('alert').textContent()) ?? '', /^night\.txt: of no known format/);
  await choose(page, { name: 'cut.pcap', bytes: gunzipSync(modes.bytes).subarray(0, 40_000) });
  const told = await page.getByRole('alert').textContent();
  assert.match(told ?? '', /Damaged.*byte \d+.*Everything before it is shown\./s);
  assert.ok(Number(await rowCount(page)) > 20);
  await page.context().close();
});

test('a big-endian recording reads as any', async () => {
  const { page } = await browser.open();
  await choose(page, { name: 'recipe.pcap.gz', bytes: pcap('vm-6.1-s390x-recipe.pcap.gz') });
  assert.match((await page.textContent('.about-file')) ?? '', /big-endian/);
  await page.fill('#filter', 'type:newlink "macvlan1@"');
  await page.locator('.row.message', { hasText: 'macvlan1@' }).first().waitFor();
  await page.context().close();
});

test('keys: the list, the filter, the tree, the bytes', async () => {
  const { page, complaints } = await browser.open();
  await choose(page, modes);
  assert.is(await focused(page), 'messages');
  assert.is(await selected(page), '1');
  await page.keyboard.press('ArrowDown');
  assert.is(await selected(page), '2');
  await page.keyboard.press('End');
  assert.is(await selected(page), '628');
  await page.keyboard.press('PageUp');
  assert.ok(Number(await selected(page)) < 628);
  await page.keyboard.press('Home');
  assert.is(await page.locator('#messages').getAttribute('aria-activedescendant'), 'm0');
  await page.keyboard.press('/');
  assert.is(await focused(page), 'filter');
  await page.keyboard.type('type:newlink link:macvlan1 error');
  await page.waitForFunction(() => /^\d+ of 628$/.test(document.querySelector('.found')?.textContent ?? ''));
  const count = Number.parseInt((await found(page)) ?? '', 10);
  assert.is(await rowCount(page), String(count + 1));
  await page.keyboard.press('Enter');
  assert.is(await focused(page), 'messages');
  await page.keyboard.press('Home');
  assert.match((await page.locator('.row.message.selected').textContent()) ?? '', /RTM_NEWLINK/);
  await page.keyboard.press(']');
  assert.match((await page.locator('.strip b').first().textContent()) ?? '', /NLMSG_ERROR/);
  await page.keyboard.press('[');
  const order: string[] = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
  }
  assert.equal(order, ['Height of the list', 'Next message of this exchange', 'tree', 'Width of the tree', 'hex', 'BODY'].slice(0, 5).concat(order[5] ?? ''));
  await page.locator('#tree').focus();
  await page.keyboard.press('End');
  const last = await page.locator('.tree .line.selected .name').textContent();
  await page.keyboard.press('ArrowLeft');
  assert.is.not(await page.locator('.tree .line.selected .name').textContent(), last);
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  assert.is(await found(page), '');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.ok(await page.locator('dialog.help').isVisible());
  assert.match((await page.textContent('dialog.help')) ?? '', /link:eth0.*nsid:0/s);
  assert.equal(complaints, []);
  await page.context().close();
});

test('a byte lights its attribute, an attribute its bytes', async () => {
  const { page } = await browser.open();
  await choose(page, small);
  await page.locator('.row.message', { hasText: 'ifname macvlan2' }).click();
  await page.locator('.tree .line', { hasText: 'IFLA_IFNAME' }).click();
  const lit = () => page.locator('.hexdump .hex .byte.lit').allTextContents();
  assert.equal((await lit()).join(' '), '0d 00 03 00 6d 61 63 76 6c 61 6e 32 00');
  assert.equal((await page.locator('.hexdump .ascii .byte.lit').allTextContents()).slice(4).join(''), 'macvlan2·');
  const node = page.locator('.tree .line.selected .name');
  // The mode of a macvlan is the last thing in the request.
  await page.locator('.hexdump .hex .byte').last().click();
  assert.is(await node.textContent(), 'IFLA_MACVLAN_MODE');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.is.not(await node.textContent(), 'IFLA_MACVLAN_MODE');
  await page.context().close();
});

test('an error leads to the attribute it is about', async () => {
  const { page } = await browser.open();
  await choose(page, small);
  await page.keyboard.press('e');
  assert.match((await page.textContent('.strip .complaint')) ?? '', /EEXIST no such luck at RTM_NEWLINK › IFLA_IFNAME/);
  await page.locator('.strip .complaint .link').click();
  assert.is(await page.locator('.tree .line.selected .name').textContent(), 'IFLA_IFNAME');
  await page.context().close();
});

test('the sequence: arrows between the kernel and the sockets', async () => {
  const { page } = await browser.open();
  await choose(page, small);
  await page.keyboard.press('2');
  assert.equal(await page.locator('.lanes .lane').allTextContents(), ['kernel', 'socket 0']);
  assert.is(await page.locator('.step').count(), 10);
  await page.locator('#sequence').focus();
  await page.keyboard.press('ArrowDown');
  assert.match((await page.locator('.step.selected').getAttribute('aria-label')) ?? '', /^2: RTM_NEWLINK from the kernel, 1: lo/);
  await page.context().close();
});

test('the topology: as it was at the selected message, and at the end', async () => {
  const { page } = await browser.open();
  await choose(page, small);
  await page.keyboard.press('3');
  const names = async () => (await page.locator('.box .name').allTextContents()).sort();
  assert.equal(await names(), ['br0', 'eth0', 'lo', 'port']);
  await page.getByLabel(/at message/).check();
  assert.equal(await names(), []);
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.locator('.row.message', { hasText: 'end of the list' }).click();
  await page.keyboard.press('3');
  assert.equal(await names(), ['br0', 'eth0', 'lo', 'macvlan1', 'port']);
  assert.equal((await page.locator('.edge').evaluateAll((edges) => edges.map((edge) => edge.getAttribute('class')))).sort(), ['edge master', 'edge parent']);
  assert.match((await page.getByRole('option', { name: /^macvlan1/ }).getAttribute('aria-label')) ?? '', /macvlan1, index 3, macvlan, up, on eth0, this namespace/);
  await page.locator('#topology').focus();
  await page.keyboard.press('ArrowDown');
  assert.is(await page.locator('.box.chosen').count(), 1);
  await page.locator('.box', { hasText: 'macvlan1' }).click();
  await page.getByRole('button', { name: 'Its messages' }).click();
  await page.locator('#messages').waitFor();
  assert.is(await page.inputValue('#filter'), 'link:macvlan1');
  await page.context().close();
});

test('dark and light: as the system has it, and as the switch says', async () => {
  const { page } = await browser.open({ colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  assert.is.not(dark, light);
  const theme = page.getByRole('button', { name: 'Theme' });
  await theme.click();
  assert.is(await ground(), dark);
  await theme.click();
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.is(await ground(), light);
  await page.reload();
  assert.is(await ground(), light);
  await page.context().close();
});

test('names are text, whatever they are made of', async () => {
  const evil = ['<script>', '"><img/src=x', "'onload='x()", '</style>', '&lt;b&gt;', '$&`\\{x}'];
  const alias = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  const recording = exchange([
    ...list(
      1,
      evil.map((name, i) => link(i + 2, name, { ifalias: alias, ...(i > 0 && { link: 2 }), master: 99, linkinfo: { kind: alias.slice(0, 20) } })),
    ),
    ...request(2, 'RTM_NEWLINK', { ifname: evil[0], altIfname: alias }, -17, { message: alias, offset: 32 }),
  ]);
  const text = JSON.stringify({
    name: alias,
    exchange: recording
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  });
  const { page, complaints } = await browser.open();
  await choose(page, { name: '<img src=x onerror=alert(3)>.jsonl', bytes: lines(text) });
  const seesNone = async (where: string): Promise<void> => {
    assert.is(await page.locator('.app script, .app img, .app style, .app b b').count(), 0, where);
  };
  await seesNone('messages');
  assert.ok((await page.textContent('#messages'))?.includes('2: <script>: <BROADCAST'));
  await page.keyboard.press('e');
  assert.ok((await page.textContent('.strip'))?.includes(alias));
  await seesNone('exchange');
  for (const [key, part] of [
    ['2', '.step'],
    ['3', '.box'],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator(part).first().waitFor();
    await seesNone(part);
  }

  for (const one of evil) assert.ok((await page.locator('.box .name').allTextContents()).includes(one), one);
  await page.locator('.box', { hasText: '<script>' }).click();
  await page.getByRole('button', { name: 'Its messages' }).click();
  await page.waitForFunction(() => /^\d+ of/.test(document.querySelector('.found')?.textContent ?? ''));
  assert.is.not(await found(page), '0 of 10');
  await page.locator('#messages').focus();
  await page.keyboard.press('Home');
  await seesNone('tree');

  assert.ok((await page.textContent('#tree'))?.includes('<script>'));
  assert.equal(complaints, []);
  await page.context().close();
});

test('served: the recording is there at once, and what comes later is shown as it comes', async () => {
  const last = list(
    1,
    Array.from({ length: 5 }, (_, i) => link(i + 1, `late${i}`)),
  );
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield small.bytes;
    await held;
    yield lines(exchange(last));
  }
  const serving = await serve({ name: '<served>.jsonl', open: () => Promise.resolve({ size: 0, chunks: chunks() }) }, { port: 0, page: browser.file });
  try {
    const { page, complaints } = await browser.open({}, serving.url);
    await page.locator('.about-file b', { hasText: '<served>.jsonl' }).waitFor();
    await page.locator('#messages[aria-rowcount="11"]').waitFor();
    await page.fill('#filter', 'late');
    await page.waitForFunction(() => document.querySelector('.found')?.textContent === '0 of 10\u2026');
    release();
    await read(page);
    await page.waitForFunction(() => document.querySelector('.found')?.textContent === '5 of 17');
    assert.equal(complaints, []);
    await page.context().close();
  } finally {
    await serving.close();
  }
});

test('a hundred thousand messages: the end is reached, and a screenful is all that is rendered', async () => {
  const [, ...answer] = list(
    1,
    Array.from({ length: 10 }, (_, i) => link(i + 1, `link${i}`)),
  );
  const { page } = await browser.open();
  await choose(page, { name: 'many.jsonl', bytes: lines(exchange(answer.slice(0, 1)).repeat(10_000)) });
  assert.is(await rowCount(page), '100001');
  await page.keyboard.press('End');
  assert.is(await selected(page), '100000');
  assert.ok((await page.locator('.row.message').count()) < 100);
  await page.context().close();
});

test.run();
