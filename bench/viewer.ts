// The viewer with many messages, in a real Chromium: how long they take to load, and each frame of scrolling through them.
//   npx tsx bench/viewer.ts [MESSAGES]      100000 by default; needs /usr/bin/chromium

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { eachMessage, toBytes } from '../src/netlink/message.js';
import { Chromium } from '../test/web/chromium.js';

const PCAPS = ['vm-6.1-x86_64-kinds_vm', 'vm-6.1-x86_64-recipe', 'vm-6.12-x86_64-modes', 'vm-6.12-x86_64-neigh'];
const GLOBAL_HEADER = 24;
const RECORD_HEADER = 16;
const COOKED_HEADER = 16;
const MICROSECONDS_APART = 137;
const FRAMES = 300;

/** Records of what nlmon devices saw, over and over, until they hold so many messages. */
function synthetic(messages: number): Buffer {
  const files = PCAPS.map((name) => gunzipSync(readFileSync(new URL(`../fixtures/pcap/${name}.pcap.gz`, import.meta.url))));
  const records = files.flatMap((bytes) => {
    const out: { readonly bytes: Buffer; readonly messages: number }[] = [];
    for (let at = GLOBAL_HEADER; at < bytes.length; ) {
      const end = at + RECORD_HEADER + bytes.readUInt32LE(at + 8);
      let count = 0;
      eachMessage(toBytes(bytes.subarray(at + RECORD_HEADER + COOKED_HEADER, end), { byteOrder: 'little' }), () => count++);
      out.push({ bytes: bytes.subarray(at, end), messages: count });
      at = end;
    }
    return out;
  });
  const out: Buffer[] = [(files[0] as Buffer).subarray(0, GLOBAL_HEADER)];
  for (let i = 0, count = 0; count < messages; i++) {
    const record = records[i % records.length] as (typeof records)[number];
    const bytes = Buffer.from(record.bytes);
    const time = i * MICROSECONDS_APART;
    bytes.writeUInt32LE(1_700_000_000 + Math.floor(time / 1e6), 0);
    bytes.writeUInt32LE(time % 1e6, 4);
    out.push(bytes);
    count += record.messages;
  }
  return Buffer.concat(out);
}

/** In the page: from the choice of a file until its last row is there. */
const WATCH = `addEventListener('change', () => {
  const begun = performance.now();
  const look = () => {
    if (window.first === undefined && document.querySelector('.row.message')) window.first = performance.now() - begun;
    if (document.querySelector('.row.message') && !document.querySelector('progress')) window.loaded = performance.now() - begun;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, { capture: true, once: true })`;

/** In the page: waits for that. */
const LOADED = 'new Promise((done) => { const look = () => (window.loaded === undefined ? requestAnimationFrame(look) : done()); look(); })';

/** In the page: milliseconds between frames while a list is scrolled, sorted. */
const scroll = (id: string, pixels: number): string => `(async () => {
  const list = document.getElementById('${id}');
  const times = [];
  for (let i = 0, last = performance.now(); i < ${FRAMES}; i++) {
    list.scrollTop += ${pixels};
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times.slice(2).sort((a, b) => a - b);
})()`;

const wanted = Number(process.argv[2] ?? 100_000);
const browser = await Chromium.start();
try {
  const file = join(browser.folder, 'synthetic.pcap');
  writeFileSync(file, synthetic(wanted));
  const { page } = await browser.open();
  const metrics = await page.context().newCDPSession(page);
  await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => 1000 * ((await metrics.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  await page.evaluate(WATCH);
  let before = await busy();
  await page.setInputFiles('input[type=file]', file);
  await page.evaluate(LOADED);
  const [first, loaded] = (await page.evaluate('[window.first, window.loaded]')) as [number, number];
  console.log(`${await page.textContent('.about-file')}`);
  console.log(`first rows after ${first.toFixed(0)} ms, all after ${loaded.toFixed(0)} ms, of which the page's thread was at work ${((await busy()) - before).toFixed(0)} ms`);
  for (const [tab, id, pixels] of [
    ['Messages', 'messages', 240],
    ['Messages', 'messages', 20_000],
    ['Sequence', 'sequence', 240],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    before = await busy();
    const times = (await page.evaluate(scroll(id, pixels))) as number[];
    const at = (part: number): string => (times[Math.floor(part * (times.length - 1))] as number).toFixed(1);
    console.log(
      `${id}, ${pixels} pixels a frame: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms; at work ${(((await busy()) - before) / FRAMES).toFixed(1)} ms a frame`,
    );
  }
} finally {
  await browser.stop();
  rmSync(browser.folder, { recursive: true, force: true });
}
