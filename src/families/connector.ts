// The connector: callbacks of the kernel told apart by two numbers, above all the events of processes. What nlmsg_type says does not
// count; it is NLMSG_DONE. include/uapi/linux/connector.h, cn_proc.h; drivers/connector.

import { bytes } from '../netlink/codec.js';
import { NLMSG_DONE } from '../netlink/constants.js';
import { __chars } from '../netlink/fields.js';
import { flexible } from '../netlink/flexible.js';
import { __u8s, __u16, __u32, __u64, type CType, struct } from '../netlink/struct.js';
import { payloadBody, structBody } from './payload.js';
import type { FamilyBody, FamilyProtocol } from './protocol.js';

type Fields = Readonly<Record<string, CType<unknown>>>;

/** Who is called, CN_IDX_* and CN_*_IDX. */
const CALLBACKS = ['CN_IDX_PROC', 'CN_IDX_CIFS', 'CN_W1_IDX', 'CN_IDX_V86D', 'CN_IDX_BB', 'CN_DST_IDX', 'CN_IDX_DM', 'CN_IDX_DRBD', 'CN_KVP_IDX', 'CN_VSS_IDX'] as const;

const PROC = 1;

const cn_msg = { idx: __u32, val: __u32, seq: __u32, ack: __u32, len: __u16, flags: __u16 };

/** Bytes of what differs by event in struct proc_event. */
const EVENT_DATA = 24;
const process = { processPid: __u32, processTgid: __u32 };
const parent = { parentPid: __u32, parentTgid: __u32 };

const EVENTS: Readonly<Record<string, readonly [what: number, fields: Fields]>> = {
  PROC_EVENT_NONE: [0, { err: __u32 }],
  PROC_EVENT_FORK: [0x1, { ...parent, childPid: __u32, childTgid: __u32 }],
  PROC_EVENT_EXEC: [0x2, process],
  PROC_EVENT_UID: [0x4, { ...process, ruid: __u32, euid: __u32 }],
  PROC_EVENT_GID: [0x40, { ...process, rgid: __u32, egid: __u32 }],
  PROC_EVENT_SID: [0x80, process],
  PROC_EVENT_PTRACE: [0x100, { ...process, tracerPid: __u32, tracerTgid: __u32 }],
  PROC_EVENT_COMM: [0x200, { ...process, comm: __chars(16) }],
  PROC_EVENT_COREDUMP: [0x40000000, { ...process, ...parent }],
  PROC_EVENT_EXIT: [0x80000000, { ...process, exitCode: __u32, exitSignal: __u32, ...parent }],
};

function eventBody(fields: Fields): FamilyBody {
  const left = EVENT_DATA - Object.values(fields).reduce((sum, { size }) => sum + size, 0);
  return structBody(struct('proc_event', { ...cn_msg, what: __u32, cpu: __u32, timestampNs: __u64, ...fields, ...(left > 0 && { pad: __u8s(left) }) }) as never);
}

/** From the start of a cn_msg: its data, where an event's number stands first, and after which an event is whole. */
const DATA = 20;
const EVENT_END = DATA + 16 + EVENT_DATA;

/** NETLINK_CONNECTOR. */
export function connectorProtocol(): FamilyProtocol {
  const any = payloadBody(flexible(struct('cn_msg', cn_msg), 'data', bytes));
  const bodies: Readonly<Record<string, FamilyBody>> = {
    ...Object.fromEntries(CALLBACKS.map((name) => [name, any])),
    ...Object.fromEntries(Object.entries(EVENTS).map(([name, [, fields]]) => [name, eventBody(fields)])),
  };
  const UNNAMED = 'cn_msg';
  return {
    messages: Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, [NLMSG_DONE, body]])),
    nameOf: () => UNNAMED,
    identify({ type }, b, start, end) {
      if (end - start < DATA) return { name: UNNAMED, type, body: undefined };
      const idx = b.view.getUint32(start, b.littleEndian);
      const what = idx === PROC && end - start >= EVENT_END ? b.view.getUint32(start + DATA, b.littleEndian) : undefined;
      const event = what === undefined ? undefined : Object.keys(EVENTS).find((name) => EVENTS[name]?.[0] === what);
      const name = event ?? CALLBACKS[idx - 1] ?? UNNAMED;
      return { name, type, body: bodies[name] ?? any };
    },
    resolve({ name, header: { type = NLMSG_DONE }, body }) {
      if (name === UNNAMED) return { name, type, body: body instanceof Uint8Array ? undefined : any };
      return Object.hasOwn(bodies, name) ? { name, type, body: bodies[name] } : undefined;
    },
  };
}
