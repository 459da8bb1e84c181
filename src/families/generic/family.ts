// A family of generic netlink as far as it is known beforehand: by its name, since the kernel hands out its number when it is registered.
// include/uapi/linux/genetlink.h; net/netlink/genetlink.c.

import type { AttributeCodec, Schema } from '../../netlink/attributes.js';
import { type BodyCodec, body } from '../../netlink/body.js';
import { __u8, __u8s, __u16, type CType, struct } from '../../netlink/struct.js';

/** Commands by name, each with its number and the attributes that go with it. */
export type Commands = Readonly<Record<string, readonly [cmd: number, attributes: AttributeCodec<Schema>]>>;

/** A family of generic netlink. */
export interface GenericFamily {
  readonly name: string;
  readonly commands: Commands;
  /** Of the kernel's answers, where they are numbered apart from the commands (ethtool). */
  readonly replies?: Commands;
  /** Of what the kernel announces to a multicast group, where that is numbered apart from the commands (mptcp_pm). */
  readonly events?: Commands;
  /** Fields of the family's own between genlmsghdr and the attributes (ovs_datapath). */
  readonly header?: Readonly<Record<string, CType<unknown>>>;
}

/** A family whose tables are made when they are first looked at: most recordings have few of the families there are. */
export function deferredFamily(name: string, make: () => Omit<GenericFamily, 'name'>): GenericFamily {
  let made: Omit<GenericFamily, 'name'> | undefined;
  const tables = () => {
    made ??= make();
    return made;
  };
  return {
    name,
    get commands() {
      return tables().commands;
    },
    get replies() {
      return tables().replies ?? {};
    },
    get events() {
      return tables().events ?? {};
    },
    get header() {
      return tables().header ?? {};
    },
  };
}

/** What any body of generic netlink decodes to. */
export interface GenericBody {
  cmd: number;
  version: number;
  reserved: number;
  /** What a family puts before its attributes, where only the size of it is known. */
  header?: Uint8Array;
  [key: string]: unknown;
}

/** Commands that share their attributes. */
export function commands(attributes: unknown, names: Readonly<Record<string, number>>): Commands {
  return Object.fromEntries(Object.entries(names).map(([name, cmd]) => [name, [cmd, attributes as AttributeCodec<Schema>]]));
}

/** `struct genlmsghdr`, what the family puts behind it, attributes. */
export function genericBody(attributes: AttributeCodec<Schema>, header: GenericFamily['header'] = {}): BodyCodec<GenericBody> {
  return body(struct('genlmsghdr', { cmd: __u8, version: __u8, reserved: __u16, ...header }), attributes) as unknown as BodyCodec<GenericBody>;
}

/** More bytes than the header of any family has: a size that is told to be more is not believed, since a header that is cut short is read with zeros behind it. */
const MAX_HEADER = 256;

/** A header of a family nothing else is known of, by its size in bytes. */
export const opaqueHeader = (size: number): GenericFamily['header'] => (size === 0 || size > MAX_HEADER ? {} : { header: __u8s((size + 3) & ~3) });
