// The audit system: commands with structs of their own, and records that are text. include/uapi/linux/audit.h; kernel/audit.c.

import type { Bytes } from '../../netlink/bytes.js';
import { bytes } from '../../netlink/codec.js';
import { __u32s } from '../../netlink/fields.js';
import { flexible } from '../../netlink/flexible.js';
import { anonymous, eachMessage, type Framing, NLMSG_HDRLEN, readHeader } from '../../netlink/message.js';
import { protocol } from '../../netlink/protocol.js';
import { __u32, struct } from '../../netlink/struct.js';
import { unterminatedString } from '../../netlink/text.js';
import { payloadBody, structBody, textBody } from '../payload.js';
import type { FamilyBody, FamilyProtocol } from '../protocol.js';
import { auditTypes } from './types.js';

/** Messages below are netlink's own. */
const FIRST = 1000;

/** Of as many fields as a rule may have, `fieldCount` are used; `buf` holds their strings one behind the other, as long as their values say. */
const MAX_FIELDS = 64;

function bodies(): Readonly<Record<string, FamilyBody>> {
  const status = structBody(
    struct('audit_status', {
      mask: __u32,
      enabled: __u32,
      failure: __u32,
      pid: __u32,
      rateLimit: __u32,
      backlogLimit: __u32,
      lost: __u32,
      backlog: __u32,
      /** A version, of kernels before 3.19. */
      featureBitmap: __u32,
      backlogWaitTime: __u32,
      backlogWaitTimeActual: __u32,
    }),
  );
  const rule = payloadBody(
    flexible(
      struct('audit_rule_data', {
        flags: __u32,
        action: __u32,
        fieldCount: __u32,
        mask: __u32s(64),
        fields: __u32s(MAX_FIELDS),
        values: __u32s(MAX_FIELDS),
        fieldflags: __u32s(MAX_FIELDS),
        buflen: __u32,
      }),
      'buf',
      bytes,
    ),
  );
  const tty = structBody(struct('audit_tty_status', { enabled: __u32, logPasswd: __u32 }));
  const features = structBody(struct('audit_features', { vers: __u32, mask: __u32, features: __u32, lock: __u32 }));
  return {
    AUDIT_GET: status,
    AUDIT_SET: status,
    AUDIT_ADD_RULE: rule,
    AUDIT_DEL_RULE: rule,
    AUDIT_LIST_RULES: rule,
    AUDIT_SIGNAL_INFO: payloadBody(flexible(struct('audit_sig_info', { uid: __u32, pid: __u32 }), 'ctx', unterminatedString)),
    AUDIT_TTY_GET: tty,
    AUDIT_TTY_SET: tty,
    AUDIT_GET_FEATURE: features,
    AUDIT_SET_FEATURE: features,
    /** The process that is to be the daemon in its place. */
    AUDIT_REPLACE: structBody(struct('', { pid: __u32 })),
    /** Two paths, one behind the other. */
    AUDIT_MAKE_EQUIV: payloadBody(flexible(struct('', { oldLen: __u32, newLen: __u32 }), 'paths', bytes)),
  };
}

/**
 * What the kernel writes to its daemon claims the length of its text alone, as daemons expect it, and fills its datagram; audit_log_end().
 */
const framing: Framing = {
  headerLength: NLMSG_HDRLEN,
  each(b: Bytes, visit) {
    const { length: end } = b.array;
    if (end < NLMSG_HDRLEN) return eachMessage(b, visit);
    const header = readHeader(b, 0);
    const left = header.length;
    const another = left >= NLMSG_HDRLEN && (left & 3) === 0 && b.view.getUint32(Math.min(left, end - 4), b.littleEndian) === NLMSG_HDRLEN;
    if (left + NLMSG_HDRLEN !== end || another) return eachMessage(b, visit);
    visit({ ...header, bodyLength: true }, 0);
  },
};

/** As audit's own tools write a type without a name. */
const UNKNOWN = /^UNKNOWN\[(\d+)\]$/;

/** NETLINK_AUDIT. */
export function auditProtocol(): FamilyProtocol {
  const structs = bodies();
  const usual = protocol(Object.fromEntries(Object.entries(auditTypes()).map(([name, type]) => [name, [type, structs[name] ?? textBody] as const])));
  const nameOf = (type: number): string => {
    const name = usual.nameOf(type);
    return name.startsWith('#') && type >= FIRST ? `UNKNOWN[${type}]` : name;
  };
  return {
    ...usual,
    framing,
    nameOf,
    identify(header, b, start, end) {
      const { type } = header;
      const usually = usual.identify(header, b, start, end);
      if (!usually.name.startsWith('#')) return usually;
      return type < FIRST ? anonymous(type) : { name: nameOf(type), type, body: textBody };
    },
    resolve(message) {
      const type = UNKNOWN.exec(message.name)?.[1];
      return type === undefined ? usual.resolve(message) : { name: message.name, type: Number(type), body: textBody };
    },
  };
}
