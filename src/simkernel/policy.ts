// What attributes must look like, and what is said of one that does not. lib/nlattr.c: __nla_validate_parse(), validate_nla();
// net/netlink/policy.c: __netlink_policy_dump_write_attr().

import { align4, type Bytes } from '../netlink/bytes.js';
import { EINVAL, ERANGE } from '../netlink/errno-numbers.js';
import type { Policy } from '../netlink/extack.js';
import { NLA_F_NESTED } from '../netlink/nlattr.js';
import { Attribute, Attributes } from './attribute.js';
import { Refusal } from './refusal.js';

/** NLA_*: the type an attribute has by its policy. */
type RuleType = 'unspec' | 'u8' | 'u16' | 'u32' | 'u64' | 's8' | 's16' | 's32' | 's64' | 'be32' | 'flag' | 'string' | 'nulString' | 'binary' | 'nested' | 'reject';

/** One line of a policy. */
export interface Rule {
  readonly type: RuleType;
  /** Of strings and binaries the most bytes; of others the fewest. */
  readonly length?: number;
  /** The payload has exactly `length` bytes; others are refused whatever the strictness. */
  readonly exact?: true;
  readonly min?: number;
  readonly max?: number;
  /** Bits that may be set. */
  readonly mask?: number;
  readonly nested?: PolicyTable;
}

/** The rules of an attribute set, by number. Whatever is not listed is unspec: free below `maxType`. */
export interface PolicyTable {
  readonly maxType: number;
  /** From this number on everything is validated strictly, whatever the caller asks for. */
  readonly strictFrom?: number;
  readonly rules: Readonly<Record<number, Rule>>;
}

/** How strictly a set is parsed: NL_VALIDATE_*. `legacy` refuses unknown types and trailing bytes only. */
export type Strictness = 'liberal' | 'legacy' | 'strict';

/** What parsing tells beside its result. */
export interface ParseContext {
  readonly strictness?: Strictness;
  /** Called with a text that the reply carries although the request is granted. */
  readonly warn?: (text: string) => void;
  /** Leaves the extended ACK out, as the kernel does where it hands none on. */
  readonly silent?: boolean;
}

const SIZES: Readonly<Partial<Record<RuleType, number>>> = { u8: 1, u16: 2, u32: 4, u64: 8, s8: 1, s16: 2, s32: 4, s64: 8, be32: 4 };

/** NL_ATTR_TYPE_*. */
const ATTR_TYPES: Readonly<Partial<Record<RuleType, number>>> = {
  flag: 1,
  u8: 2,
  u16: 3,
  u32: 4,
  u64: 5,
  s8: 6,
  s16: 7,
  s32: 8,
  s64: 9,
  binary: 10,
  string: 11,
  nulString: 12,
  nested: 13,
};

const UNSPEC: Rule = { type: 'unspec' };
const LEFTOVER = 'bytes leftover after parsing attributes';

/** Parses the attributes from `start` to `end`: the last of a type counts. Throws Refusal. */
export function parse(bytes: Bytes, start: number, end: number, table: PolicyTable, context: ParseContext = {}): Attributes {
  const { strictness = 'liberal', warn, silent = false } = context;
  const out = new Attributes(bytes, end);
  const { view, littleEndian } = bytes;
  let at = start;
  while (end - at >= 4) {
    const length = view.getUint16(at, littleEndian);
    if (length < 4 || length > end - at) break;
    const attribute = new Attribute(bytes, view.getUint16(at + 2, littleEndian), at, at + length);
    if (attribute.type === 0 || attribute.type > table.maxType) {
      if (strictness !== 'liberal') throw fault(EINVAL, silent, 'Unknown attribute type', at);
    } else {
      validate(attribute, table, strictness, silent, context);
      out.set(attribute);
    }
    at += align4(length);
  }
  if (at < end) {
    if (strictness !== 'liberal') throw new Refusal(EINVAL, silent ? undefined : LEFTOVER);
    if (!silent) warn?.(LEFTOVER);
  }
  return out;
}

/** A nest inside a parsed set, parsed in turn. */
export function parseNested(nest: Attribute, table: PolicyTable, context?: ParseContext): Attributes {
  return parse(nest.bytes, nest.start, nest.end, table, context);
}

/** nla_parse_nested(): strictly, and only of an attribute that says that it is a nest. */
export function parseStrictly(nest: Attribute, table: PolicyTable, context?: Omit<ParseContext, 'strictness'>): Attributes {
  if ((nest.header & NLA_F_NESTED) === 0) throw new Refusal(EINVAL, 'NLA_F_NESTED is missing', { offset: nest.at });
  return parseNested(nest, table, { ...context, strictness: 'strict' });
}

function fault(errno: number, silent: boolean, text: string, offset: number, policy?: Policy): Refusal {
  return silent ? new Refusal(errno) : new Refusal(errno, text, { offset, ...(policy && { policy }) });
}

function validate(attribute: Attribute, table: PolicyTable, asked: Strictness, silent: boolean, context: ParseContext): void {
  const rule = table.rules[attribute.type] ?? UNSPEC;
  const strict = asked === 'strict' || (table.strictFrom !== undefined && attribute.type >= table.strictFrom);
  const { length } = attribute;
  const refuse = (errno: number, text: string) => fault(errno, silent, text, attribute.at, policyOf(rule));
  const size = SIZES[rule.type];
  if ((size !== undefined && length !== size && strict) || (rule.exact === true && length !== rule.length)) throw refuse(EINVAL, 'invalid attribute length');
  if (strict) {
    const flagged = (attribute.header & NLA_F_NESTED) !== 0;
    if (rule.type === 'nested' && !flagged) throw refuse(EINVAL, 'NLA_F_NESTED is missing');
    if (rule.type !== 'nested' && rule.type !== 'unspec' && flagged) throw refuse(EINVAL, 'NLA_F_NESTED not expected');
  }
  const failed = (errno = ERANGE) => refuse(errno, 'Attribute failed policy validation');
  switch (rule.type) {
    case 'reject':
      throw failed(EINVAL);
    case 'flag':
      if (length > 0) throw failed();
      return;
    case 'nulString':
      if (!attribute.payload.includes(0)) throw failed(EINVAL);
      return validateString(attribute, rule, failed);
    case 'string':
      return validateString(attribute, rule, failed);
    case 'binary':
      if (rule.length !== undefined && length > rule.length) throw failed();
      if (rule.min !== undefined && (length < rule.min || length > (rule.max as number))) throw refuse(ERANGE, 'binary attribute size out of range');
      return;
    case 'nested':
      if (length === 0) return;
      if (length < 4) throw failed();
      if (rule.nested !== undefined) parseNested(attribute, rule.nested, { ...context, strictness: strict ? 'strict' : asked });
      return;
    case 'unspec':
      if (strict) throw refuse(EINVAL, 'Unsupported attribute');
      if (rule.length !== undefined && length < rule.length) throw failed();
      return;
    default:
      if (length < (size as number)) throw failed();
      if (isMasked(attribute, rule)) throw fault(EINVAL, silent, 'reserved bit set', attribute.at);
      if (isOut(attribute, rule)) throw refuse(ERANGE, 'integer out of range');
  }
}

function validateString(attribute: Attribute, { length: most }: Rule, failed: () => Refusal): void {
  const { payload } = attribute;
  if (payload.length < 1) throw failed();
  const length = payload[payload.length - 1] === 0 ? payload.length - 1 : payload.length;
  if (most !== undefined && length > most) throw failed();
}

const isMasked = (attribute: Attribute, { mask }: Rule): boolean => mask !== undefined && (attribute.u32 & ~mask) !== 0;

function isOut(attribute: Attribute, { type, min, max }: Rule): boolean {
  if (min === undefined && max === undefined) return false;
  const value = type === 'u8' ? attribute.u8 : type === 'u16' ? attribute.u16 : type === 's32' ? attribute.s32 : attribute.u32;
  return (min !== undefined && value < min) || (max !== undefined && value > max);
}

const UNSIGNED_MOST: Readonly<Partial<Record<RuleType, bigint>>> = { u8: 0xffn, u16: 0xffffn, u32: 0xffffffffn, u64: 0xffffffffffffffffn };
const SIGNED_BITS: Readonly<Partial<Record<RuleType, number>>> = { s8: 7, s16: 15, s32: 31, s64: 63 };

/** A rule as an extended ACK tells it; undefined where the kernel tells nothing. */
function policyOf({ type, length, min, max, mask }: Rule): Policy | undefined {
  const number = ATTR_TYPES[type];
  if (number === undefined) return undefined;
  const most = UNSIGNED_MOST[type];
  if (most !== undefined) {
    if (mask !== undefined) return { mask: BigInt(mask), type: number };
    return { minValueU: BigInt(min ?? 0), maxValueU: max === undefined ? most : BigInt(max), type: number };
  }
  const bits = SIGNED_BITS[type];
  if (bits !== undefined) {
    const limit = 1n << BigInt(bits);
    return { minValueS: min === undefined ? -limit : BigInt(min), maxValueS: max === undefined ? limit - 1n : BigInt(max), type: number };
  }
  if (type === 'binary' && min !== undefined) return { minLength: min, maxLength: max as number, type: number };
  return (type === 'binary' || type === 'string' || type === 'nulString') && length !== undefined ? { maxLength: length, type: number } : { type: number };
}
