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

/** Rounds that are not counted: V8 is still compiling. */
const WARM_UP = 100;

const protocol = routeProtocol({ macvlan: { data: macvlanData } }) as Protocol<never>;
const datagrams = split(new Uint8Array(readFileSync(file)));

const decodeOne = (datagram: Uint8Array) => message.decodeMessages(protocol, new Bytes(datagram, true)) as Message[];
const dump = datagrams.map(decodeOne);
for (const [i, messages] of dump.entries()) {
  messages.forEach(plain);
  if (Buffer.compare(encodeOne(messages), datagrams[i] as Uint8Array) !== 0) throw new Error('not encoded as it was');
}
const n = dump.reduce((sum, messages) => sum + messages.length, 0);
console.log(JSON.stringify({ n, ms: time(decodeOne, datagrams), encode: time(encodeOne, dump) }));

function encodeOne(messages: readonly Message[]): Uint8Array {
  return message.encodeMessages(protocol, messages as never, true);
}

/** Milliseconds that `work` takes for all of `inputs`, the median of the rounds. */
function time<T>(work: (input: T) => { readonly length: number }, inputs: readonly T[]): number {
  const times: number[] = [];
  for (let round = -WARM_UP; round < Number(rounds); round++) {
    const start = performance.now();
    for (const input of inputs) if (work(input).length === 0) throw new Error('nothing came out');
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}

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
