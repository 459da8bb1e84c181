// One network namespace of one kernel as the differential test speaks to it: datagrams out, datagrams in, nothing between.

import { route } from '../../../src/index.js';
import { Writer } from '../../../src/netlink/bytes.js';
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_DUMP_FILTERED, NLM_F_REQUEST } from '../../../src/netlink/constants.js';
import { errnoName } from '../../../src/netlink/errno.js';
import type { ExtendedAckAttributes } from '../../../src/netlink/extack.js';
import { type DoneBody, decodeMessages, type ErrorBody, encodeMessage, type Message, toBytes } from '../../../src/netlink/message.js';
import type { Transport } from '../../../src/netlink/transport.js';
import { RTM_NEWLINK } from '../../../src/rtnl/constants.js';
import { getLinkRequest } from '../../../src/rtnl/link-requests.js';
import { type Damage, damaged } from './damage.js';

export type RouteMessage = Message<(typeof route)['messages']>;

/** What the library's request functions make. */
export interface RouteRequest {
  readonly name: string;
  readonly header: { readonly flags?: number };
  readonly body: object;
}

/** What came of a request. */
export interface Answer {
  /** `ok`, or the errno; then what the extended ACK tells, a warning too. */
  readonly outcome: string;
  readonly replies: readonly RouteMessage[];
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value);

/** A value as text that is the same where the value is. */
export const text = (value: unknown): string => JSON.stringify(value, plain);

/** Where nlmsg_type, nlmsg_seq, and ifi_index of a message about a link stand. */
const TYPE = 4;
const SEQUENCE = 8;
const IFI_INDEX = 20;
/** No link has it. */
const NOBODY = 99;

/** How a namespace is reached. */
export interface Means {
  readonly transport: Transport;
  /** Of the same namespace, in all groups that are looked at. */
  readonly listener: Transport;
  /** What requests name this namespace by. */
  readonly fd: number;
  /** Writes a parameter; `ok`, or the errno. */
  sysctl(key: string, value: number): string;
}

export class Place {
  private sequence = 0;
  private damage: Damage | undefined;

  constructor(private readonly means: Means) {}

  get fd(): number {
    return this.means.fd;
  }

  get littleEndian(): boolean {
    return this.means.transport.littleEndian;
  }

  /** Asks, and reads to the end of the answer: it lies there when the request is through. */
  ask({ name, header, body }: RouteRequest): Answer {
    return this.exchange({ name, header: { flags: NLM_F_REQUEST | NLM_F_ACK | (header.flags ?? 0) }, body });
  }

  /** A list. */
  dump({ name, header, body }: RouteRequest): Answer {
    return this.exchange({ name, header: { flags: NLM_F_REQUEST | NLM_F_DUMP | (header.flags ?? 0) }, body });
  }

  /** What `section` asks for last, or lists, goes out with this wrong in it. */
  spoiling(damage: Damage | undefined, section: () => Answer): Answer {
    this.damage = damage;
    try {
      return section();
    } finally {
      this.damage = undefined;
    }
  }

  /** What is asked for on the way, as it is. */
  unspoilt(section: () => Answer): Answer {
    const { damage } = this;
    this.damage = undefined;
    try {
      return section();
    } finally {
      this.damage = damage;
    }
  }

  private encoded(request: RouteRequest): Uint8Array {
    const writer = new Writer(this.littleEndian);
    encodeMessage(route, writer, request as never);
    const bytes = writer.finish();
    return this.damage === undefined ? bytes : damaged(bytes, this.damage, this.littleEndian);
  }

  private numbered(request: RouteRequest): Uint8Array {
    const bytes = this.encoded(request);
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(SEQUENCE, ++this.sequence, this.littleEndian);
    return bytes;
  }

  private decoded(bytes: Uint8Array): RouteMessage[] {
    return decodeMessages(route, toBytes(bytes, { byteOrder: this.littleEndian ? 'little' : 'big' }));
  }

  private exchange(request: RouteRequest): Answer {
    const { transport } = this.means;
    transport.send(this.numbered(request), false);
    const { sequence } = this;
    const replies: RouteMessage[] = [];
    for (let datagram = transport.receive(); datagram !== undefined; datagram = transport.receive()) {
      for (const message of this.decoded(datagram.bytes)) {
        if (message.header.sequence !== sequence) continue;
        if (message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE')
          return { outcome: outcomeOf(message.body as ErrorBody | DoneBody, message.header.flags & NLM_F_DUMP_FILTERED), replies };
        replies.push(message);
      }
    }
    return { outcome: 'silence', replies };
  }

  /** The index of a link by its name, or one that no link has. */
  index(name: string | number): number {
    if (typeof name === 'number') return name;
    const { damage } = this;
    this.damage = undefined;
    const index = this.look(name);
    this.damage = damage;
    return index ?? NOBODY;
  }

  /** Asks for a link, which makes the kernel look at its carrier; its index. The answer is not decoded: this is done more often than all else. */
  look(link: string | number): number | undefined {
    const { transport } = this.means;
    const { header, body, name } = getLinkRequest(link, false);
    transport.send(this.numbered({ name, header: { ...header, flags: NLM_F_REQUEST }, body }), false);
    const answer = transport.receive();
    if (answer === undefined) return undefined;
    const view = new DataView(answer.bytes.buffer, answer.bytes.byteOffset);
    return view.getUint16(TYPE, this.littleEndian) === RTM_NEWLINK ? view.getInt32(IFI_INDEX, this.littleEndian) : undefined;
  }

  sysctl(key: string, value: number): string {
    return this.means.sysctl(key, value);
  }

  /** What was told since. */
  heard(): RouteMessage[] {
    const { listener } = this.means;
    const out: RouteMessage[] = [];
    for (let datagram = listener.receive(); datagram !== undefined; datagram = listener.receive()) out.push(...this.decoded(datagram.bytes));
    return out;
  }

  async close(): Promise<void> {
    await this.means.transport.close();
    await this.means.listener.close();
  }
}

function outcomeOf({ error = 0, extendedAck }: { readonly error?: number; readonly extendedAck?: ExtendedAckAttributes }, filtered: number): string {
  const name = `${error === 0 ? 'ok' : errnoName(-error)}${filtered === 0 ? '' : ' filtered'}`;
  return extendedAck === undefined ? name : `${name} ${text(extendedAck)}`;
}
