// The labels of IPv6 prefixes that a namespace has. net/ipv6/addrlabel.c: ip6addrlbl_init_table, __ip6addrlbl_add(), __ip6addrlbl_match().

import { EEXIST, EINVAL, ESRCH } from '../../netlink/errno-numbers.js';
import { ipHex, LOOPBACK6, network } from '../ip.js';
import { Refusal } from '../refusal.js';

export interface LabelEntry {
  /** Hex, with zeros behind `length` bits. */
  readonly prefix: string;
  readonly length: number;
  /** Of the link it is for alone; 0 for all. */
  readonly index: number;
  readonly label: number;
  /** Which addresses alone it is for, be others in the prefix or not. */
  readonly kind: AddressKind | undefined;
}

type AddressKind = 'mapped' | 'compatible' | 'loopback';
type NewLabel = Pick<LabelEntry, 'prefix' | 'length' | 'index' | 'label'>;

const DEFAULTS: readonly (readonly [prefix: string, length: number, label: number])[] = [
  ['::', 0, 1],
  ['fc00::', 7, 5],
  ['fec0::', 10, 11],
  ['2002::', 16, 2],
  ['3ffe::', 16, 12],
  ['2001::', 32, 6],
  ['2001:10::', 28, 7],
  ['::ffff:0:0', 96, 4],
  ['::', 96, 3],
  ['::1', 128, 0],
];

/** IPv6 addresses that hold one of IPv4, and the loopback. */
function kindOf(address: string): AddressKind | undefined {
  if (address.startsWith(`${'0'.repeat(20)}ffff`)) return 'mapped';
  if (address === LOOPBACK6) return 'loopback';
  return address.startsWith('0'.repeat(24)) && !address.endsWith('0'.repeat(8)) ? 'compatible' : undefined;
}

/** The kind that a prefix is of, where it holds no others. Throws Refusal. */
function kindOfPrefix(prefix: string, length: number): AddressKind | undefined {
  const kind = kindOf(prefix);
  if (kind === 'mapped' && length > 96) throw new Refusal(EINVAL);
  const whole = kind === 'loopback' ? 128 : 96;
  return length === whole ? kind : undefined;
}

export class LabelTable {
  /** The longest prefixes first. */
  private readonly entries: LabelEntry[] = [];
  /** Counts what was added. */
  sequence = 0;

  constructor() {
    for (const [prefix, length, label] of DEFAULTS) this.add({ prefix: ipHex(prefix), length, index: 0, label }, false);
  }

  all(): readonly LabelEntry[] {
    return [...this.entries];
  }

  /** Throws Refusal. */
  add(asked: NewLabel, replacing: boolean): void {
    const made = { ...asked, prefix: network(asked.prefix, asked.length), kind: kindOfPrefix(asked.prefix, asked.length) };
    for (const [at, entry] of this.entries.entries()) {
      if (isSame(entry, made)) {
        if (!replacing) throw new Refusal(EEXIST);
        this.entries[at] = made;
        this.sequence++;
        return;
      }
      if ((entry.length === made.length && entry.index === 0) || entry.length < made.length) {
        this.entries.splice(at, 0, made);
        this.sequence++;
        return;
      }
    }
    this.entries.push(made);
    this.sequence++;
  }

  /** Throws Refusal. */
  remove(asked: Pick<NewLabel, 'prefix' | 'length' | 'index'>): void {
    const at = this.entries.findIndex((entry) => isSame(entry, { ...asked, prefix: network(asked.prefix, asked.length) }));
    if (at < 0) throw new Refusal(ESRCH);
    this.entries.splice(at, 1);
  }

  /** The label that an address has on a link. */
  find(address: string, index: number): LabelEntry | undefined {
    const kind = kindOf(address);
    return this.entries.find(
      (entry) => (entry.index === 0 || entry.index === index) && (entry.kind === undefined || entry.kind === kind) && network(address, entry.length) === entry.prefix,
    );
  }
}

const isSame = (a: Pick<NewLabel, 'prefix' | 'length' | 'index'>, b: Pick<NewLabel, 'prefix' | 'length' | 'index'>): boolean =>
  a.length === b.length && a.index === b.index && a.prefix === b.prefix;
