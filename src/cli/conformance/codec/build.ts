// The inverse of tell.ts: a meaning as the message that our library encodes, key by key through its schemas. What it cannot say it says so.

import type { AttributeCodec, Schema } from '../../../netlink/attributes.js';
import type { BodyCodec } from '../../../netlink/body.js';
import { Bytes, fromHex } from '../../../netlink/bytes.js';
import type { Codec } from '../../../netlink/codec.js';
import { NLMSG_DONE, NLMSG_ERROR } from '../../../netlink/constants.js';
import type { Encodable } from '../../../netlink/message.js';
import { encoded } from '../../../netlink/note.js';
import type { StructCodec } from '../../../netlink/struct.js';
import { nexthopAttributes, nexthops, rtnexthop } from '../../../rtnl/route-nexthops.js';
import type { Route } from '../../kernel.js';
import type { Attribute, Meaning, Told } from './meaning.js';
import { spelled } from './tell.js';

/** A meaning that we have no value for. */
export class Unsayable extends Error {
  override readonly name = 'Unsayable';
}

type AnyCodec = Codec<unknown> & { readonly made?: AnyCodec; readonly element?: AnyCodec };
type Values = Record<string, unknown>;
type Fields = NonNullable<Attribute['fields']>;

const ARRAYS = {
  'u32[]': (items: readonly Told[]) => Uint32Array.from(items as readonly number[]),
  's32[]': (items: readonly Told[]) => Int32Array.from(items as readonly number[]),
  'u64[]': (items: readonly Told[]) => BigUint64Array.from(items.map(big)),
} as const;

const big = (value: Told): bigint => BigInt(value as number | string);
const isSet = (codec: AnyCodec): codec is AnyCodec & AttributeCodec<Schema> => 'schema' in codec;
const isBody = (codec: AnyCodec): codec is AnyCodec & BodyCodec<unknown> => 'header' in codec && 'attributes' in codec;
const isStruct = (codec: AnyCodec): codec is AnyCodec & StructCodec<unknown> => 'dissectFields' in codec && 'size' in codec;

/** `told` as what has the type of `sample`. */
function like(sample: unknown, told: Told): unknown {
  if (typeof sample === 'bigint') return big(told);
  if (sample instanceof Uint8Array) return fromHex(told as string);
  if (Array.isArray(sample)) return (told as readonly Told[]).map((item) => like(sample[0], item));
  return told;
}

/** The fields of a struct as it reads them. */
function structValue(struct: StructCodec<unknown>, fields: Fields): Values {
  const sample = struct.read(new Bytes(new Uint8Array(struct.size)), 0) as Values;
  const names = new Map(struct.keys.map((key) => [spelled(key), key]));
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const key = names.get(name);
      if (key === undefined) throw new Unsayable(`${struct.name} has no ${name}`);
      return [key, like(sample[key], value)];
    }),
  );
}

function scalar(codec: AnyCodec, { kind = '', value = null, length = 0, name = '' }: Attribute, littleEndian: boolean): unknown {
  if (isStruct(codec)) {
    if (length !== 4 + codec.size) throw new Unsayable(`${name} of ${length} bytes`);
    return structValue(codec, value as Fields);
  }
  if (kind === 'struct nexthop_grp[]') return (value as readonly { id: number; weight: number }[]).map(({ id, weight }) => ({ id, weight: weight + 1 }));
  if (kind === 'struct ifla_bridge_id') return bridgeId(value as { readonly prio: number; readonly addr: string });
  if (kind.startsWith('struct ') && !kind.endsWith('rtvia')) throw new Unsayable(`${name}: ${kind}`);
  if (kind in ARRAYS) return ARRAYS[kind as keyof typeof ARRAYS](value as readonly Told[]);
  if (codec.type.endsWith(' bits')) return value === 0 ? [] : [value];
  if (/^(u64|s64|be64|uint|sint)$/.test(kind)) return big(value);
  if (kind !== 'bytes') return value;
  const bytes = fromHex(value as string);
  return codec.decode(new Bytes(bytes, littleEndian), 0, bytes.length);
}

/** `8000.02:00:00:00:00:01` */
const bridgeId = ({ prio, addr }: { readonly prio: number; readonly addr: string }): string => `${prio.toString(16).padStart(4, '0')}.${addr}`;

function payloadOf(codec: AnyCodec, told: Attribute, littleEndian: boolean): unknown {
  if (codec.made !== undefined) return payloadOf(codec.made, told, littleEndian);
  const { attributes = [], fields = {} } = told;
  if (isSet(codec)) return setValue(codec, attributes, {}, littleEndian);
  if (isBody(codec)) return bodyValue(codec, told, littleEndian);
  if (codec === (nexthops as AnyCodec)) {
    return attributes.map((one) => setValue(nexthopAttributes as unknown as AttributeCodec<Schema>, one.attributes ?? [], structValue(rtnexthop, one.fields ?? {}), littleEndian));
  }
  const { element } = codec;
  if (element !== undefined) return attributes.map((one) => payloadOf(element, one, littleEndian));
  if (told.attributes !== undefined || Object.keys(fields).length > 0) throw new Unsayable(`${told.name ?? told.type}: ${told.kind}`);
  return scalar(codec, told, littleEndian);
}

/** The line of a schema that an attribute is encoded by; undefined where there is none. */
function lineOf(
  { schema }: AttributeCodec<Schema>,
  { type }: Attribute,
  among: readonly Attribute[],
  known: Values,
  littleEndian: boolean,
): readonly [key: string, codec: AnyCodec] | undefined {
  const lines = Object.entries(schema).filter(([, line]) => line[1] === type);
  const chosen = lines.find(([, [, , , when]]) => {
    if (when === undefined) return false;
    const [, selector, codec] = schema[when.by] ?? [];
    const told = among.find((one) => one.type === selector);
    const value = codec === undefined || told === undefined ? known[when.by] : again(codec, payloadOf(codec as AnyCodec, told, littleEndian));
    return value === when.is;
  });
  const line = chosen ?? lines.find(([, [, , , when]]) => when === undefined);
  return line === undefined ? undefined : [line[0], line[1][2] as AnyCodec];
}

/** A number that has a name, by name. */
function again<T>(codec: Codec<T>, value: T): T {
  const bytes = encoded(codec, value, true);
  return codec.decode(new Bytes(bytes, true), 0, bytes.length);
}

function setValue(set: AttributeCodec<Schema>, attributes: readonly Attribute[], known: Values, littleEndian: boolean): Values {
  const out: Values = { ...known };
  for (const one of attributes) {
    if (one.error !== undefined || one.netByteOrder) throw new Unsayable(`${one.name ?? one.type} is ${one.error === undefined ? 'in network byte order' : 'damaged'}`);
    const line = lineOf(set, one, attributes, known, littleEndian);
    const [key, codec] = line ?? [`#${one.type}`, undefined];
    if (codec?.repeats !== undefined) out[key] = [...((out[key] as unknown[] | undefined) ?? []), payloadOf(codec.repeats as AnyCodec, one, littleEndian)];
    else if (key in out) throw new Unsayable(`${one.name ?? one.type} twice`);
    else out[key] = codec === undefined ? { flags: one.nested ? 0x8000 : 0, payload: fromHex(one.value as string) } : payloadOf(codec, one, littleEndian);
  }
  return out;
}

function bodyValue(body: BodyCodec<unknown>, { fields = {}, attributes = [] }: Pick<Attribute, 'fields' | 'attributes'>, littleEndian: boolean): Values {
  return setValue(body.attributes, attributes, structValue(body.header as StructCodec<unknown>, fields), littleEndian);
}

/** The message that `told` means, whose bytes are told in that order. Throws Unsayable, and what comes of values that make no sense. */
export function messageOf(bodies: Route, told: Meaning, littleEndian: boolean): Encodable<Route> {
  const { name, type, flags = 0, sequence = 0, port: portId = 0, payload } = told;
  if (type === NLMSG_ERROR || type === NLMSG_DONE || told.error !== undefined) throw new Unsayable(name ?? `message ${type}`);
  const header = { type, flags, sequence, portId };
  const codec = name === undefined || !Object.hasOwn(bodies, name) ? undefined : bodies[name as keyof Route][1];
  const body = codec === undefined ? fromHex(payload ?? '') : bodyValue(codec as unknown as BodyCodec<unknown>, told, littleEndian);
  return { name: name ?? `#${type}`, header, body } as unknown as Encodable<Route>;
}
