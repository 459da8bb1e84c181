// Messages made up from a tape of random bytes, by schema: mostly of the shape a codec expects, now and then not.
// A tape rather than nested arbitraries: it costs a tenth, and shrinks as well.

import type { AttributeCodec, Schema } from '../../src/netlink/attributes.js';
import type { Codec } from '../../src/netlink/codec.js';
import { ifinfomsg } from '../../src/rtnl/link.js';
import { port, vfInfo } from '../../src/rtnl/link-vf.js';

/** Of the lists in the product: the type of their elements and what those hold. */
const ELEMENTS: Readonly<Record<string, readonly [type: number, holds: Codec<never> | number]>> = {
  IFLA_MACVLAN_MACADDR_DATA: [4, 6],
  IFLA_PROP_LIST: [0x8035, 5],
  IFLA_VFINFO_LIST: [1, vfInfo as unknown as Codec<never>],
  IFLA_VF_PORTS: [1, port as unknown as Codec<never>],
  IFLA_VF_VLAN_LIST: [1, 16],
  IFLA_VLAN_EGRESS_QOS: [1, 8],
  IFLA_VLAN_INGRESS_QOS: [1, 8],
};

const SIZES: Readonly<Record<string, number>> = { u8: 1, u16: 2, u32: 4, s32: 4, u64: 8, s64: 8, be16: 2, be32: 4, flag: 0, mac: 6, IPv4: 4, IPv6: 16, 'bridge id': 8 };

export class Generator {
  private at = 0;
  readonly out: number[] = [];

  constructor(
    private readonly tape: Uint8Array,
    private readonly littleEndian: boolean,
  ) {}

  /** A number below `limit`; 0 where the tape has ended. */
  below(limit: number): number {
    return (this.tape[this.at++] ?? 0) % limit;
  }

  get left(): boolean {
    return this.at < this.tape.length;
  }

  private u16(at: number, value: number): void {
    this.out[at + (this.littleEndian ? 0 : 1)] = value & 0xff;
    this.out[at + (this.littleEndian ? 1 : 0)] = (value >> 8) & 0xff;
  }

  random(size: number): void {
    for (let i = 0; i < size; i++) this.out.push(this.below(256));
  }

  private text(): void {
    const length = this.below(9);
    for (let i = 0; i < length; i++) this.out.push(97 + this.below(26));
    const odd = this.below(16);
    if (odd === 15) this.random(3);
    if (odd !== 14) this.out.push(0);
  }

  /** One attribute: header, what `payload` writes, padding. */
  attribute(type: number, payload: () => void): void {
    const mark = this.out.length;
    const odd = this.below(64);
    this.out.push(0, 0, 0, 0);
    payload();
    this.u16(mark, this.out.length - mark + (odd === 63 ? this.below(5) - 2 : 0));
    this.u16(mark + 2, type ^ (odd === 62 ? 0x8000 : odd === 61 ? 0x4000 : 0));
    while ((this.out.length - mark) % 4 !== 0) this.out.push(odd === 60 ? this.below(256) : 0);
    if (odd === 59) this.out.length -= this.below(4);
  }

  set(codec: AttributeCodec<Schema>): void {
    const lines = Object.values(codec.schema);
    const count = this.below(7);
    for (let i = 0; i < count && this.left; i++) {
      const line = lines[this.below(lines.length)];
      if (line === undefined || this.below(12) === 11) {
        this.attribute(this.below(256), () => this.random(this.below(9)));
        continue;
      }
      const [name, type, holds, when] = line;
      // What a kind's data is chosen by comes before it, mostly.
      const by = when === undefined ? undefined : codec.schema[when.by];
      if (when !== undefined && by !== undefined && this.below(8) !== 7) {
        this.attribute(by[1], () => this.out.push(...new TextEncoder().encode(`${when.is}\0`)));
      }
      this.attribute(type | (holds.flags ?? 0), () => this.payload(name, holds as unknown as Codec<never>));
    }
  }

  private payload(name: string, codec: Codec<never>): void {
    const element = ELEMENTS[name];
    const scalar = codec.type.replace(/ (enum|bits)$/, '');
    const size = SIZES[scalar];
    if (this.below(24) === 23) return this.random(this.below(20));
    if ('schema' in codec) this.set(codec as unknown as AttributeCodec<Schema>);
    else if ('attributes' in codec) this.body(ifinfomsg.size, (codec as unknown as { attributes: AttributeCodec<Schema> }).attributes);
    else if (element !== undefined) this.list(element);
    else if (size !== undefined) this.random(size);
    else if ('size' in codec) this.random(Math.max(0, (codec as { size: number }).size + (this.below(8) === 7 ? this.below(9) - 4 : 0)));
    else if (codec.type === 'string') this.text();
    else if (codec.type === 'ip') this.random(this.below(2) === 0 ? 4 : 16);
    else if (codec.type.endsWith('[]')) this.random(8 * this.below(4));
    else this.random(this.below(12));
  }

  private list([type, holds]: readonly [number, Codec<never> | number]): void {
    const count = this.below(4);
    for (let i = 0; i < count; i++)
      this.attribute(this.below(32) === 31 ? this.below(256) : type, () => (typeof holds === 'number' ? this.random(holds) : this.payload('', holds)));
  }

  body(size: number, attributes: AttributeCodec<Schema>): void {
    this.random(this.below(32) === 31 ? this.below(size) : size);
    this.set(attributes);
  }

  /** One message of a datagram, padded to four bytes. */
  message(type: number, flags: number, payload: () => void): void {
    const mark = this.out.length;
    for (let i = 0; i < 16; i++) this.out.push(0);
    payload();
    const length = this.out.length - mark;
    this.u16(mark + (this.littleEndian ? 0 : 2), length);
    this.u16(mark + 4, type);
    this.u16(mark + 6, flags);
    const odd = this.below(16) === 15;
    while (this.out.length % 4 !== 0) this.out.push(odd ? this.below(256) : 0);
  }
}
