// How fast recordings are read, and in how much memory: `tsx bench/capture.ts [--megabytes N] [--format pcap|pcapng|exchange] [--gzip] [--decode]`.
// The recording is made while it is read, of captures in fixtures/ one behind the other: nothing lies on a disk or in memory as a whole.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decodeDatagram } from '../src/index.js';
import { Bytes } from '../src/netlink/bytes.js';
import { type CapturedDatagram, ExchangeWriter, openCapture, PcapngWriter } from '../src/netlink/capture/surface.js';
import { eachMessage } from '../src/netlink/message.js';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    format: { type: 'string', default: 'pcap' },
    gzip: { type: 'boolean', default: false },
    decode: { type: 'boolean', default: false },
  },
});
const megabytes = Number(values.megabytes);
const FILES = ['vm-6.1-x86_64-recipe', 'vm-6.1-x86_64-kinds_vm', 'vm-6.12-x86_64-modes', 'vm-6.12-x86_64-neigh'];
const PCAP_HEADER = 24;
const CHUNK = 1 << 16;

const capture = (name: string): Buffer => gunzipSync(readFileSync(fileURLToPath(new URL(`../fixtures/pcap/${name}.pcap.gz`, import.meta.url))));

/** The beginning of the recording, and what comes over and over. */
async function parts(): Promise<{ head: Buffer; body: Buffer }> {
  const files = FILES.map(capture);
  const [first] = files;
  if (first === undefined) throw new Error('no fixtures');
  const packets = Buffer.concat(files.map((file) => file.subarray(PCAP_HEADER)));
  const pcap = { head: first.subarray(0, PCAP_HEADER), body: packets };
  if (values.format === 'pcap') return pcap;
  const datagrams: CapturedDatagram[] = [];
  for await (const datagram of await openCapture(Buffer.concat([pcap.head, pcap.body]))) datagrams.push(datagram);
  if (values.format === 'exchange') {
    const writer = new ExchangeWriter();
    return { head: Buffer.alloc(0), body: Buffer.from(datagrams.map((one) => writer.write(one)).join('')) };
  }
  const writer = new PcapngWriter();
  const written = datagrams.map((one) => writer.write(one));
  // The first brings the section's header along, as does the first of each repetition: a file of several sections.
  return { head: Buffer.alloc(0), body: Buffer.concat(written) };
}

async function* source(): AsyncGenerator<Uint8Array> {
  const { head, body } = await parts();
  const [begin, again] = values.gzip ? [gzipSync(head), gzipSync(body)] : [head, body];
  // Chunks are cut anywhere, in memory of their own, as a file's are.
  let chunk = Buffer.from(begin);
  let made = head.length;
  while (made < megabytes * 1e6) {
    made += body.length;
    for (let at = 0; at < again.length; ) {
      const take = Math.min(CHUNK - chunk.length, again.length - at);
      chunk = Buffer.concat([chunk, again.subarray(at, at + take)]);
      at += take;
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = Buffer.alloc(0);
    }
  }
  yield chunk;
  total = made;
}

let total = 0;
let datagrams = 0;
let messages = 0;
const start = performance.now();
for await (const batch of (await openCapture(source())).batches()) {
  for (const { bytes, littleEndian } of batch) {
    datagrams++;
    if (values.decode) messages += decodeDatagram(bytes, { byteOrder: littleEndian ? 'little' : 'big' }).length;
    else eachMessage(new Bytes(bytes, littleEndian), () => messages++);
  }
}
const seconds = (performance.now() - start) / 1000;
const each = (count: number): string => `${Math.round(count / seconds / 1000)} k/s`;
console.log(
  JSON.stringify({
    format: `${values.format}${values.gzip ? '.gz' : ''}`,
    does: values.decode ? 'reads and decodes' : 'reads and frames',
    megabytes: Math.round(total / 1e6),
    seconds: Number(seconds.toFixed(1)),
    rate: `${Math.round(total / 1e6 / seconds)} MB/s`,
    datagrams: each(datagrams),
    messages: each(messages),
    messagesInAll: messages,
    peakRss: `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
  }),
);
