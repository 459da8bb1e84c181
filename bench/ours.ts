// Our side of the decode benchmark, in a process of its own: decodes and encodes the captured links ROUNDS times and
// prints the median of each, in milliseconds, as a line of JSON. The arguments are the compiled library and the data.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { decodeMessages, encodeMessages, Message, Protocol } from '../src/netlink/message.js';
import { median } from './median.js';

const [library = '', file = '', rounds = '40'] = process.argv.slice(2);
const load = (path: string) => import(pathToFileURL(`${library}/${path}`).href);
const message = (await load('netlink/message.js')) as { decodeMessages: typeof decodeMessages; encodeMessages: typeof encodeMessages };
const { Bytes, align4 } = (await load('netlink/bytes.js')) as typeof import('../src/netlink/bytes.js');
const { routeProtocol } = (await load('rtnl/protocol.js')) as typeof import('../src/rtnl/protocol.js');
const { macvlanData } = (await load('macvlan/macvlan.js')) as typeof import('../src/macvlan/macvlan.js');

const protocol = routeProtocol({ macvlan: { data: macvlanData } }) as Protocol<never>;
const datagrams = split(new Uint8Array(readFileSync(file)));
const times: Record<'decode' | 'encode', number[]> = { decode: [], encode: [] };
let links = 0;
for (let round = 0; round < Number(rounds); round++) {
  links = 0;
  let decoding = 0;
  let encoding = 0;
  for (const datagram of datagrams) {
    const start = performance.now();
    const messages = message.decodeMessages(protocol, new Bytes(datagram, true)) as Message[];
    const middle = performance.now();
    const again = message.encodeMessages(protocol, messages as never, true);
    encoding += performance.now() - middle;
    decoding += middle - start;
    if (Buffer.compare(again, datagram) !== 0) throw new Error('not encoded as it was');
    if (round === 0) messages.forEach(plain);
    links += messages.length;
  }
  times.decode.push(decoding);
  times.encode.push(encoding);
}
console.log(JSON.stringify({ n: links, ms: median(times.decode), encode: median(times.encode) }));

/** Datagrams of 32 KiB at most, as the kernel fills them for a dump. */
function split(all: Uint8Array): Uint8Array[] {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const out: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at < all.length; ) {
    const next = at + align4(view.getUint32(at, true));
    if (next - start > 32768) {
      out.push(all.slice(start, at));
      start = at;
    }
    at = next;
  }
  out.push(all.slice(start));
  return out;
}

/** Nothing is left to be decoded later: no getter anywhere. */
function plain(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const { get, value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) {
    if (get !== undefined) throw new Error('a value that is decoded on access');
    plain(inner);
  }
}
