// Generic netlink: many families in one, told apart by nlmsg_type, and in each by a command in struct genlmsghdr.
// include/uapi/linux/genetlink.h; net/netlink/genetlink.c.

import { type AttributeCodec, attributes, type Schema } from '../../netlink/attributes.js';
import type { BodyCodec, PayloadCodec } from '../../netlink/body.js';
import type { Bytes } from '../../netlink/bytes.js';
import { expectFields } from '../../netlink/codec.js';
import { GENL_ID_CTRL, NLM_F_REQUEST, NLMSG_MIN_TYPE } from '../../netlink/constants.js';
import { anonymous, type Identity, type MessageHeader, resolveAnonymous } from '../../netlink/message.js';
import type { FamilyProtocol } from '../protocol.js';
import { type Controller, controllerFamily } from './controller.js';
import { type Commands, type GenericBody, type GenericFamily, genericBody, opaqueHeader } from './family.js';
import { familyOfCommand, knownFamily } from './known.js';
import { GenericFamilies, type LearntFamily } from './registry.js';

const NOTHING: Commands = {};
const UNKNOWN: AttributeCodec<Schema> = attributes(() => ({}));

/** Where to look a command up, in this order: what the kernel announces is no answer, and what it answers no request. */
function tablesFor({ commands, replies = NOTHING, events = NOTHING }: GenericFamily, { flags, sequence, portId }: MessageHeader): readonly Commands[] {
  if ((flags & NLM_F_REQUEST) !== 0) return [commands];
  return sequence === 0 && portId === 0 ? [events, replies, commands] : [replies, commands];
}

/** A body whose command is filled in where it is not told. */
function withCommand(codec: BodyCodec<GenericBody>, cmd: number): PayloadCodec<GenericBody> {
  return {
    ...codec,
    encode(w, value) {
      expectFields(value);
      codec.encode(w, value.cmd === undefined ? { cmd, version: 1, ...value } : value);
    },
  };
}

/** What stands in the names of messages whose family was not heard of. */
const NAMELESS = /^family(\d+)$/;

class GenericProtocol implements FamilyProtocol {
  readonly messages: FamilyProtocol['messages'];
  private readonly bodies = new Map<string, PayloadCodec<GenericBody>>();
  /** What was identified, by type, command and in which tables it was looked up; as long as the type means the same family. */
  private readonly identities = new Map<number, { readonly learnt: LearntFamily | undefined; readonly identity: Identity }>();

  constructor(private readonly families: GenericFamilies) {
    this.messages = Object.fromEntries(
      Object.keys(controllerFamily.commands).map((name) => [name, [GENL_ID_CTRL, this.bodyOf(controllerFamily, controllerFamily.commands, name)]]),
    );
  }

  nameOf(type: number): string {
    return type < NLMSG_MIN_TYPE ? anonymous(type).name : (this.families.byId(type)?.name ?? `family${type}`);
  }

  identify(header: MessageHeader, b: Bytes, start: number, end: number): Identity {
    const { type } = header;
    if (type < NLMSG_MIN_TYPE) return anonymous(type);
    const cmd = start < end ? b.view.getUint8(start) : 0;
    const learnt = this.families.byId(type);
    const family = knownFamily(learnt?.name);
    const tables = family === undefined ? [] : tablesFor(family, header);
    const key = ((type << 2) | tables.length) * 256 + cmd;
    const known = this.identities.get(key);
    if (known !== undefined && known.learnt === learnt) return known.identity;
    const identity = this.named(type, cmd, family, tables) ?? {
      name: `${this.nameOf(type)}#${cmd}`,
      type,
      body: this.unknownBody(cmd, family, learnt?.hdrsize ?? 0),
    };
    this.identities.set(key, { learnt, identity });
    return identity;
  }

  /** A command of a family that is known beforehand. */
  private named(type: number, cmd: number, family: GenericFamily | undefined, tables: readonly Commands[]): Identity | undefined {
    for (const table of tables) {
      const name = Object.keys(table).find((key) => table[key]?.[0] === cmd);
      if (name !== undefined) return { name, type, body: this.bodyOf(family as GenericFamily, table, name) };
    }
    return undefined;
  }

  resolve({ name, header, body }: { readonly name: string; readonly header: Partial<MessageHeader>; readonly body: unknown }): Identity | undefined {
    const family = familyOfCommand(name);
    if (family !== undefined) {
      const { commands, replies = NOTHING, events = NOTHING } = family;
      const table = [commands, replies, events].find((one) => Object.hasOwn(one, name)) as Commands;
      return { name, type: this.typeOf(family.name, header), body: this.bodyOf(family, table, name) };
    }
    const [, familyName, cmd] = /^(.+)#(\d+)$/.exec(name) ?? [];
    if (familyName === undefined) return resolveAnonymous(name);
    const told = (body as Partial<GenericBody> | undefined)?.header;
    const size = told instanceof Uint8Array ? told.length : (this.families.byName(familyName)?.hdrsize ?? 0);
    return { name, type: this.typeOf(familyName, header), body: this.unknownBody(Number(cmd), knownFamily(familyName), size) };
  }

  private typeOf(family: string, { type }: Partial<MessageHeader>): number | undefined {
    const number = NAMELESS.exec(family)?.[1];
    return type ?? this.families.byName(family)?.id ?? (number === undefined ? undefined : Number(number));
  }

  private bodyOf(family: GenericFamily, table: Commands, name: string): PayloadCodec<GenericBody> {
    const [cmd, set] = table[name] as Commands[string];
    return this.cached(name, () => {
      const codec = withCommand(genericBody(set, family.header), cmd);
      return family === controllerFamily ? this.learning(codec) : codec;
    });
  }

  private unknownBody(cmd: number, family: GenericFamily | undefined, hdrsize: number): PayloadCodec<GenericBody> {
    return this.cached(`#${cmd} ${family?.name ?? hdrsize}`, () => withCommand(genericBody(UNKNOWN, family?.header ?? opaqueHeader(hdrsize)), cmd));
  }

  private cached(key: string, make: () => PayloadCodec<GenericBody>): PayloadCodec<GenericBody> {
    const known = this.bodies.get(key) ?? make();
    this.bodies.set(key, known);
    return known;
  }

  /** Learns what is decoded or dissected. */
  private learning(codec: PayloadCodec<GenericBody>): PayloadCodec<GenericBody> {
    const { families } = this;
    const decode = (b: Bytes, start: number, end: number): GenericBody => {
      const value = codec.decode(b, start, end);
      families.learn(value as Controller & GenericBody);
      return value;
    };
    return {
      ...codec,
      decode,
      dissect(b, start, end) {
        decode(b, start, end);
        return codec.dissect(b, start, end);
      },
    };
  }
}

/** Generic netlink. Which family has which number is learnt into `families` as the controller's messages pass through the protocol. */
export function genericProtocol(families: GenericFamilies = new GenericFamilies()): FamilyProtocol {
  return new GenericProtocol(families);
}
