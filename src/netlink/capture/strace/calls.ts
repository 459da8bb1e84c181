// The calls that carry netlink: where in their arguments the datagrams, their sizes and addresses are.

import { fieldOf, type Said } from './syntax.js';

/** A datagram as a call tells of it. */
export interface Told {
  /** What was printed of its buffers, and how much each has room for; 0 where that is not known. */
  readonly buffers: readonly { readonly said: Said; readonly room: number }[];
  /** Bytes it has. */
  readonly length: number;
  /** The other side's address. */
  readonly address: Said | undefined;
  readonly control: Said | undefined;
}

interface Carrier {
  readonly direction: 'sent' | 'received';
  /** Which of its arguments are MSG_ flags; none in calls that are not of sockets alone. */
  readonly flags?: number;
  datagrams(args: readonly Said[], result: number): Told[];
}

const plain = (data: Said | undefined, length: number, room: Said | undefined, address?: Said): Told[] => [
  { buffers: data === undefined ? [] : [{ said: data, room: lengthOf(room) }], length, address, control: undefined },
];

const buffer =
  (address: boolean): Carrier['datagrams'] =>
  (args, result) =>
    plain(args[1], result, args[2], address ? args[4] : undefined);

const vector: Carrier['datagrams'] = (args, result) => [message({ kind: 'struct', fields: [{ name: 'msg_iov', value: args[1] ?? NONE }], cut: false }, result)];

const one: Carrier['datagrams'] = (args, result) => [message(args[1], result)];

const several: Carrier['datagrams'] = (args, result) =>
  (args[1]?.kind === 'list' ? args[1].items : [])
    .slice(0, result)
    .map((item) => message(fieldOf(item, 'msg_hdr') ?? first(item), lengthOf(fieldOf(item, 'msg_len') ?? second(item))));

const NONE: Said = { kind: 'names', names: ['NULL'] };

/** Those that send and receive. */
export const CARRIERS: ReadonlyMap<string, Carrier> = new Map<string, Carrier>([
  ['send', { direction: 'sent', flags: 3, datagrams: buffer(false) }],
  ['sendto', { direction: 'sent', flags: 3, datagrams: buffer(true) }],
  ['sendmsg', { direction: 'sent', flags: 2, datagrams: one }],
  ['sendmmsg', { direction: 'sent', flags: 3, datagrams: several }],
  ['write', { direction: 'sent', datagrams: buffer(false) }],
  ['writev', { direction: 'sent', datagrams: vector }],
  ['recv', { direction: 'received', flags: 3, datagrams: buffer(false) }],
  ['recvfrom', { direction: 'received', flags: 3, datagrams: buffer(true) }],
  ['recvmsg', { direction: 'received', flags: 2, datagrams: one }],
  ['recvmmsg', { direction: 'received', flags: 3, datagrams: several }],
  ['recvmmsg_time64', { direction: 'received', flags: 3, datagrams: several }],
  ['read', { direction: 'received', datagrams: buffer(false) }],
  ['readv', { direction: 'received', datagrams: vector }],
]);

/** MSG_PEEK is 2. */
export const isPeek = ({ flags }: Carrier, args: readonly Said[]): boolean => {
  const said = flags === undefined ? undefined : args[flags];
  if (said?.kind === 'number') return (said.value & 2n) !== 0n;
  return said?.kind === 'names' && said.names.some((name) => name === 'MSG_PEEK' || name === '0x2');
};

/** A msghdr. Its buffers are structs, or in older versions pairs. */
function message(header: Said | undefined, length: number): Told {
  const iov = fieldOf(header, 'msg_iov');
  const buffers = iov?.kind === 'list' ? (isBuffer(iov.items) ? [iov] : iov.items) : [];
  return {
    buffers: buffers.map((one) => ({ said: fieldOf(one, 'iov_base') ?? first(one) ?? NONE, room: lengthOf(fieldOf(one, 'iov_len') ?? second(one)) })),
    length,
    address: fieldOf(header, 'msg_name'),
    control: fieldOf(header, 'msg_control'),
  };
}

const isBuffer = (items: readonly Said[]): boolean => items.length === 2 && items[0]?.kind === 'string' && items[1]?.kind === 'number';

const first = (said: Said | undefined): Said | undefined => (said?.kind === 'list' ? said.items[0] : undefined);
const second = (said: Said | undefined): Said | undefined => (said?.kind === 'list' ? said.items[1] : undefined);

function lengthOf(said: Said | undefined): number {
  return said?.kind === 'number' && said.value > 0n && said.value < 0x80000000n ? Number(said.value) : 0;
}
