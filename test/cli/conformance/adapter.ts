// A program that can be put to the test: the simulated kernel behind the frames that guides/conformance.md describes. Written from that description, without
// the code of the other side. With a word on its command line it does one thing wrong, or nothing at all.

import type { Transport } from '../../../src/netlink/transport.js';
import { SimulatedKernel } from '../../../src/simkernel/kernel.js';
import type { NetNamespace } from '../../../src/simkernel/namespace.js';

const [, , fault] = process.argv;

let kernel = new SimulatedKernel({ kernel: '6.18', byteOrder: 'little' });
let namespaces: NetNamespace[] = [];
let sockets: Transport[] = [];
const listeners = new Set<Transport>();

function u32(...numbers: number[]): Buffer {
  const out = Buffer.alloc(4 * numbers.length);
  for (const [i, number] of numbers.entries()) out.writeUInt32LE(number, 4 * i);
  return out;
}

function write(type: string, ...payload: Uint8Array[]): void {
  const rest = Buffer.concat([Buffer.from(type), ...payload]);
  process.stdout.write(Buffer.concat([u32(rest.length), rest]));
}

const RTM_NEWADDR = 20;
const EEXIST = 17;
const EINVAL = 22;
const NLM_F_ACK_TLVS = 0x200;

/** EEXIST of an address comes out as EINVAL. */
function wrongErrno(message: Buffer): Buffer {
  if (message.readUInt16LE(4) !== 2 || message.readInt32LE(16) !== -EEXIST || message.readUInt16LE(24) !== RTM_NEWADDR) return message;
  message.writeInt32LE(-EINVAL, 16);
  return message;
}

/** NLMSGERR_ATTR_OFFS is left out where a name is too long. */
function missingOffset(message: Buffer): Buffer {
  if (message.readUInt16LE(4) !== 2 || (message.readUInt16LE(6) & NLM_F_ACK_TLVS) === 0) return message;
  const start = 20 + ((message.readUInt32LE(20) + 3) & ~3);
  const kept: Buffer[] = [];
  let [policy, found] = [false, false];
  for (let at = start; at + 4 <= message.length; at += (message.readUInt16LE(at) + 3) & ~3) {
    const attribute = message.subarray(at, at + ((message.readUInt16LE(at) + 3) & ~3));
    const type = message.readUInt16LE(at + 2) & 0x3fff;
    policy ||= type === 4;
    found ||= type === 2;
    if (type !== 2) kept.push(attribute);
  }
  if (!policy || !found) return message;
  const out = Buffer.concat([message.subarray(0, start), ...kept]);
  out.writeUInt32LE(out.length, 0);
  return out;
}

const changes: Readonly<Record<string, (message: Buffer) => Buffer>> = { errno: wrongErrno, offset: missingOffset };

function handOver(): void {
  kernel.settle();
  for (const [i, socket] of sockets.entries()) {
    const came: Buffer[] = [];
    for (let next = socket.receive(); next !== undefined; next = socket.receive()) came.push(Buffer.from(next.bytes));
    // What a listener hears it hears the other way round.
    if (fault === 'order' && listeners.has(socket)) came.reverse();
    for (const bytes of came) write('D', u32(i), changes[fault ?? '']?.(bytes) ?? bytes);
  }
}

/** The data of the end. */
const commands: Readonly<Record<string, (payload: Buffer) => Uint8Array>> = {
  H: () => Buffer.concat([Buffer.of(0), Buffer.from('6.18')]),
  N() {
    const made = kernel.createNamespace();
    namespaces.push(made);
    return u32(made.fd);
  },
  S(payload) {
    const options = payload.readUInt32LE(8);
    const netns = namespaces[payload.readUInt32LE(4)] as NetNamespace;
    const socket = kernel.transport({ netns, strict: (options & 1) !== 0, extendedAck: (options & 2) !== 0, capAck: (options & 4) !== 0 });
    sockets.push(socket);
    return u32(socket.portId);
  },
  J(payload) {
    const group = payload.readUInt32LE(4);
    // Notifications of IPv4 addresses go to those who wanted those of IPv6, and the other way round.
    const swapped = fault === 'group' ? ({ 5: 9, 9: 5 }[group] ?? group) : group;
    const socket = sockets[payload.readUInt32LE(0)] as Transport;
    socket.join(swapped);
    listeners.add(socket);
    return u32();
  },
  M(payload) {
    if (fault === 'crash') process.exit(3);
    if (fault === 'garbage') process.stdout.write('hello, world\n');
    sockets[payload.readUInt32LE(0)]?.send(payload.subarray(4), false);
    handOver();
    return u32();
  },
  P() {
    handOver();
    return u32();
  },
  X(payload) {
    kernel.deleteNamespace(namespaces[payload.readUInt32LE(0)] as NetNamespace);
    return u32();
  },
  C() {
    kernel = new SimulatedKernel({ kernel: '6.18', byteOrder: 'little' });
    [namespaces, sockets] = [[], []];
    return u32();
  },
};

let rest = Buffer.alloc(0);
process.stdin.on('data', (chunk: Buffer) => {
  rest = Buffer.concat([rest, chunk]);
  while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE(0)) {
    const length = rest.readUInt32LE(0);
    const [type, payload] = [String.fromCharCode(rest[4] as number), rest.subarray(5, 4 + length)];
    rest = rest.subarray(4 + length);
    const data = commands[type]?.(payload);
    if (fault === 'mute') continue;
    write('E', u32(data === undefined ? 95 : 0), data ?? u32());
  }
});
