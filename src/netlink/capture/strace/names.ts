// What the names in a log stand for: the kernel's own, and those that the log itself explains - indexes of links, ids of generic families.

import { Bytes } from '../../bytes.js';
import { GENL_ID_CTRL } from '../../constants.js';
import { errnoOf } from '../../errno.js';
import { DecodeError } from '../../errors.js';
import { NLMSG_HDRLEN } from '../../message.js';
import { eachAttribute } from '../../nlattr.js';
import { numberOf } from './constants.js';

/** Where the index of a link is not told, links get numbers of their own from here on: the same name, the same number. */
const FIRST_STAND_IN = 1_000_001;

const CTRL_ATTR_FAMILY_ID = 1;
const CTRL_ATTR_FAMILY_NAME = 2;

/** Bytes of a genlmsghdr. */
const GENL_HDRLEN = 4;

const utf8 = new TextDecoder();

/** The names of one log. */
export class LogNames {
  /** Every namespace numbers its loopback device first. */
  private readonly links = new Map<string, number>([['lo', 1]]);
  private readonly standIns = new Map<string, number>();
  private readonly families = new Map<string, number>([['nlctrl', GENL_ID_CTRL]]);

  /** The index of a link; not `told` where the log has only its name. */
  link(name: string): { readonly index: number; readonly told: boolean } {
    const known = this.links.get(name);
    if (known !== undefined) return { index: known, told: true };
    const index = this.standIns.get(name) ?? FIRST_STAND_IN + this.standIns.size;
    this.standIns.set(name, index);
    return { index, told: false };
  }

  learnLink(name: string, index: number): void {
    this.links.set(name, index);
  }

  /** What a name, a number, a negative errno or a shift of these stands for; undefined where that is not known. */
  number(name: string): bigint | undefined {
    const [left = '', right] = name.split('<<');
    if (right !== undefined) {
      const [value, shift] = [this.number(left), this.number(right)];
      return value === undefined || shift === undefined || shift < 0n || shift > 63n ? undefined : value << shift;
    }
    const less = /^\((\w+)-(\d{1,3})\)$/.exec(name);
    if (less !== null) {
      const value = this.number(less[1] ?? '');
      return value === undefined ? undefined : value - BigInt(less[2] ?? 0);
    }
    if (/^-?(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(name)) return name.startsWith('-') ? -BigInt(name.slice(1)) : BigInt(name);
    if (name.startsWith('-E')) {
      const errno = errnoOf(name.slice(1));
      return errno === undefined ? undefined : BigInt(-errno);
    }
    const number = numberOf(name) ?? this.families.get(name);
    return number === undefined ? undefined : BigInt(number);
  }

  /** Reads what the controller of generic netlink says of a family: later messages have its name for their type. */
  learnFamily(bytes: Uint8Array, littleEndian: boolean): void {
    const b = new Bytes(bytes, littleEndian);
    if (bytes.length < NLMSG_HDRLEN + GENL_HDRLEN || b.view.getUint16(4, littleEndian) !== GENL_ID_CTRL) return;
    let id: number | undefined;
    let name: string | undefined;
    try {
      eachAttribute(b, NLMSG_HDRLEN + GENL_HDRLEN, Math.min(bytes.length, b.view.getUint32(0, littleEndian)), (type, at, length) => {
        if (type === CTRL_ATTR_FAMILY_ID && length === 6) id = b.view.getUint16(at + 4, littleEndian);
        if (type === CTRL_ATTR_FAMILY_NAME && length > 5) name = utf8.decode(bytes.subarray(at + 4, at + length - 1));
      });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
    if (id !== undefined && name !== undefined) this.families.set(name, id);
  }
}
