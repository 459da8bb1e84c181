// What the kernel tells of its devices, and what udev makes of it: text in datagrams of their own, without nlmsghdr.
// lib/kobject_uevent.c: alloc_uevent_skb(); systemd's libsystemd/sd-device/device-monitor.c.

import type { Bytes, Writer } from '../netlink/bytes.js';
import { type Codec, expectFields } from '../netlink/codec.js';
import type { DissectedField, Dissection } from '../netlink/dissection.js';
import { EncodeError } from '../netlink/errors.js';
import type { Framing, Identity } from '../netlink/message.js';
import { encoded } from '../netlink/note.js';
import { __be32, __u8s, __u32, struct } from '../netlink/struct.js';
import { text } from '../netlink/text.js';
import { exactlyInUtf8 } from '../netlink/utf8.js';
import { payloadBody } from './payload.js';
import type { FamilyProtocol } from './protocol.js';

/** What happened to which device. */
interface Uevent {
  /** `add`, `remove`, `change`, `move`, `online`, `offline`, `bind`, `unbind`. */
  action: string;
  /** Below /sys. */
  devpath: string;
  /** `ACTION`, `DEVPATH`, `SUBSYSTEM`, `SEQNUM` and what the subsystem adds. */
  properties: Record<string, string>;
}

/** A line ends with NUL. */
interface Line {
  readonly at: number;
  readonly stop: number;
  /** Where the NUL stands behind which the next line begins, or the end. */
  readonly next: number;
}

function* lines({ array }: Bytes, start: number, end: number): Generator<Line> {
  for (let at = start; at < end; ) {
    let stop = at;
    while (stop < end && array[stop] !== 0) stop++;
    const next = Math.min(end, stop + 1);
    yield { at, stop, next };
    at = next;
  }
}

/** Where `byte` stands between `at` and `stop`; `stop` where it does not. */
function find({ array }: Bytes, byte: number, at: number, stop: number): number {
  const found = array.subarray(at, stop).indexOf(byte);
  return found < 0 ? stop : at + found;
}

const EQUALS = 0x3d;
const AT = 0x40;

function readProperties(b: Bytes, start: number, end: number): Record<string, string> {
  const out: [string, string][] = [];
  for (const { at, stop } of lines(b, start, end)) {
    const equals = find(b, EQUALS, at, stop);
    out.push([text(b, at, equals), text(b, Math.min(equals + 1, stop), stop)]);
  }
  return Object.fromEntries(out);
}

function dissectProperties(b: Bytes, start: number, end: number): Dissection[] {
  return Array.from(lines(b, start, end), ({ at, stop, next }, i) => {
    const equals = find(b, EQUALS, at, stop);
    return { name: text(b, at, equals), type: i, flags: 0, offset: at, length: next - at, payload: 'string', value: text(b, Math.min(equals + 1, stop), stop) };
  });
}

function writeLine(w: Writer, ...parts: readonly unknown[]): void {
  const wrong = parts.find((part) => typeof part !== 'string');
  if (wrong !== undefined) throw new EncodeError(`expected text, got ${typeof wrong}`);
  const line = parts.join('');
  if (line.includes('\0')) throw new EncodeError('a property cannot hold NUL');
  w.bytes(exactlyInUtf8(line));
  w.reserve(1);
}

function writeProperties(w: Writer, properties: Readonly<Record<string, string>> = {}): void {
  expectFields(properties);
  for (const [key, value] of Object.entries(properties)) writeLine(w, key, '=', value);
}

/** `add@/devices/virtual/net/eth0`, and behind it the properties. */
const uevent: Codec<Uevent> = {
  type: 'uevent',
  decode(b, start, end) {
    const [head = { at: start, stop: start, next: start }] = lines(b, start, end);
    const sign = find(b, AT, head.at, head.stop);
    return { action: text(b, head.at, sign), devpath: text(b, Math.min(sign + 1, head.stop), head.stop), properties: readProperties(b, head.next, end) };
  },
  encode(w, { action = '', devpath = '', properties }) {
    writeLine(w, action, '@', devpath);
    writeProperties(w, properties);
  },
  dissect(b, start, end) {
    const [head] = lines(b, start, end);
    return dissectProperties(b, head?.next ?? end, end);
  },
  dissectFields(b, start, end): DissectedField[] {
    const [head] = lines(b, start, end);
    if (head === undefined) return [];
    const sign = find(b, AT, head.at, head.stop);
    const from = Math.min(sign + 1, head.stop);
    return [
      { name: 'action', offset: head.at, length: sign - head.at, value: text(b, head.at, sign) },
      { name: 'devpath', offset: from, length: head.stop - from, value: text(b, from, head.stop) },
    ];
  },
};

const PREFIX = 'libudev\0';

/** Hashes and bits by which listeners tell what they do not want without reading it. */
const header = struct('udev_monitor_netlink_header', {
  prefix: __u8s(8),
  magic: __be32,
  headerSize: __u32,
  propertiesOff: __u32,
  propertiesLen: __u32,
  filterSubsystemHash: __be32,
  filterDevtypeHash: __be32,
  filterTagBloomHi: __be32,
  filterTagBloomLo: __be32,
});

type Header = ReturnType<(typeof header)['read']>;

/** What udev tells once its rules are through. */
interface Udev extends Omit<Header, 'prefix' | 'tail'> {
  properties: Record<string, string>;
}

function propertiesRange(b: Bytes, start: number, end: number): { from: number; to: number } {
  const { propertiesOff, propertiesLen } = header.read(b, start);
  const from = Math.min(end, start + propertiesOff);
  return { from, to: Math.min(end, from + propertiesLen) };
}

const udev: Codec<Udev> = {
  type: 'udev_monitor_netlink_header',
  decode(b, start, end) {
    const { prefix: _, ...fields } = header.read(b, start);
    const { from, to } = propertiesRange(b, start, end);
    return { ...fields, properties: readProperties(b, from, to) };
  },
  encode(w, { properties, magic = 0xfeedcafe, headerSize = header.size, propertiesOff = header.size, propertiesLen, ...hashes }) {
    const told = encoded({ encode: writeProperties }, properties, w.littleEndian);
    header.write(w, { prefix: new TextEncoder().encode(PREFIX), magic, headerSize, propertiesOff, propertiesLen: propertiesLen ?? told.length, ...hashes });
    w.bytes(told);
  },
  dissect(b, start, end) {
    const { from, to } = propertiesRange(b, start, end);
    return dissectProperties(b, from, to);
  },
  dissectFields: (b, start, end) => header.dissectFields(b, start, end),
};

/** A datagram is a message. */
const framing: Framing = {
  headerLength: 0,
  each(b, visit) {
    const { length } = b.array;
    if (length > 0) visit({ length, type: 0, flags: 0, sequence: 0, portId: 0 }, 0);
  },
};

/** NETLINK_KOBJECT_UEVENT. Headers of its messages are made up: only `length` says something. */
export function ueventProtocol(): FamilyProtocol {
  const kernel: Identity = { name: 'uevent', type: 0, body: payloadBody(uevent) };
  const daemon: Identity = { name: 'libudev', type: 0, body: payloadBody(udev) };
  const isDaemon = ({ array }: Bytes, start: number, end: number): boolean =>
    end - start >= header.size && Array.from(PREFIX).every((char, i) => array[start + i] === char.charCodeAt(0));
  return {
    messages: {},
    framing,
    nameOf: () => kernel.name,
    identify: (_, b, start, end) => (isDaemon(b, start, end) ? daemon : kernel),
    resolve: ({ name }) => [kernel, daemon].find((one) => one.name === name),
  };
}
