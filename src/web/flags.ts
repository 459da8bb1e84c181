// The names of nlmsg_flags: which they are depends on what the message is. include/uapi/linux/netlink.h.

import { NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR } from '../netlink/constants.js';

type Flags = readonly (readonly [bit: number, name: string])[];

const COMMON: Flags = [
  [0x01, 'NLM_F_REQUEST'],
  [0x02, 'NLM_F_MULTI'],
  [0x04, 'NLM_F_ACK'],
  [0x08, 'NLM_F_ECHO'],
  [0x10, 'NLM_F_DUMP_INTR'],
  [0x20, 'NLM_F_DUMP_FILTERED'],
];
const GET: Flags = [
  [0x100, 'NLM_F_ROOT'],
  [0x200, 'NLM_F_MATCH'],
  [0x400, 'NLM_F_ATOMIC'],
];
const NEW: Flags = [
  [0x100, 'NLM_F_REPLACE'],
  [0x200, 'NLM_F_EXCL'],
  [0x400, 'NLM_F_CREATE'],
  [0x800, 'NLM_F_APPEND'],
];
const DELETE: Flags = [
  [0x100, 'NLM_F_NONREC'],
  [0x200, 'NLM_F_BULK'],
];
const ACKNOWLEDGEMENT: Flags = [
  [0x100, 'NLM_F_CAPPED'],
  [0x200, 'NLM_F_ACK_TLVS'],
];

function more(flags: number, type: number, name: string): Flags {
  if (type === NLMSG_ERROR || type === NLMSG_DONE) return ACKNOWLEDGEMENT;
  if (/GET|DUMP/.test(name)) return GET;
  if (/DEL/.test(name)) return DELETE;
  return (flags & NLM_F_REQUEST) !== 0 || /NEW|SET/.test(name) ? NEW : [];
}

/** The names of the bits that have one; a whole NLM_F_DUMP is one name. */
export function flagNames(flags: number, type: number, name: string): string[] {
  return [...COMMON, ...more(flags, type, name)]
    .filter(([bit]) => (flags & bit) !== 0)
    .map(([, flag]) => flag)
    .join(' ')
    .replace('NLM_F_ROOT NLM_F_MATCH', 'NLM_F_DUMP')
    .split(' ')
    .filter((flag) => flag !== '');
}
