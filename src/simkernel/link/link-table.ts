// The links of a namespace, by index and by name. net/core/dev.c: dev_index_reserve(), __dev_alloc_name(), netdev_name_node_lookup().

import { EBUSY, EEXIST, EINVAL, ENFILE } from '../../netlink/errno-numbers.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import { dropFrom, setOf } from '../sets.js';
import type { Device } from './device.js';

/** Longest name, without NUL. */
const NAME_MAX = 15;
/** How many links a pattern like `veth%d` can name. */
const PATTERN_MAX = 32768;

export class LinkTable {
  private readonly byIndex = new Map<number, Device>();
  private readonly byName = new Map<string, Device>();
  private last = 0;
  /** The indexes in order; undefined where they have to be sorted anew. */
  private order: number[] | undefined = [];
  private readonly came = new Map<Device, number>();
  private arrivals = 0;
  /** Of those in a group of their own. */
  private readonly groups = new Map<number, Set<Device>>();
  /** Lowest number that a pattern may still have free, by pattern: what is below it is in use. */
  private readonly lowest = new Map<string, number>();
  /** dev_base_seq: changes with every link that comes, goes or is renamed. */
  generation = 1;

  constructor(private readonly ns: NetNamespace) {}

  get count(): number {
    return this.byIndex.size;
  }

  get(index: number): Device | undefined {
    return this.byIndex.get(index);
  }

  /** By any of its names. */
  find(name: string): Device | undefined {
    return this.byName.get(name);
  }

  /** Links in the order of their indexes; those that come meanwhile are seen where their index is still ahead. */
  *all(): Generator<Device> {
    let last = 0;
    for (;;) {
      const next = this.after(last);
      if (next === undefined) return;
      last = next.index;
      yield next;
    }
  }

  /** The links of a group, in the order in which they came. */
  inGroup(group: number): readonly Device[] {
    const came = (dev: Device) => this.came.get(dev) as number;
    return group === 0 ? this.inOrder().filter((dev) => dev.group === 0) : [...(this.groups.get(group) ?? [])].sort((a, b) => came(a) - came(b));
  }

  regroup(dev: Device, group: number): void {
    this.leaveGroup(dev);
    dev.group = group;
    this.enterGroup(dev);
  }

  private enterGroup(dev: Device): void {
    if (dev.group !== 0) setOf(this.groups, dev.group).add(dev);
  }

  private leaveGroup(dev: Device): void {
    dropFrom(this.groups, dev.group, dev);
  }

  /** Links in the order in which they came: dev_base_head. */
  inOrder(): Device[] {
    return [...this.byIndex.values()];
  }

  private after(index: number): Device | undefined {
    this.order ??= [...this.byIndex.keys()].sort((a, b) => a - b);
    const { order } = this;
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((order[middle] as number) > index) high = middle;
      else low = middle + 1;
    }
    return low < order.length ? this.byIndex.get(order[low] as number) : undefined;
  }

  /** The name that a link gets for the one asked for. Throws Refusal. */
  validName(wanted: string, inUse = EEXIST): string {
    assertName(wanted);
    if (wanted.includes('%')) return this.expand(wanted);
    if (this.byName.has(wanted)) throw new Refusal(inUse);
    return wanted;
  }

  private expand(pattern: string): string {
    const parts = /^([^%]*)%d([^%]*)$/.exec(pattern);
    if (parts === null) throw new Refusal(EINVAL);
    const [, before, behind] = parts;
    for (let number = this.lowest.get(pattern) ?? 0; number < PATTERN_MAX; number++) {
      const name = `${before}${number}${behind}`;
      if (this.byName.has(name)) continue;
      this.lowest.set(pattern, number);
      return name;
    }
    throw new Refusal(ENFILE);
  }

  /** Takes a link in, under the index it has or the next one free. Throws Refusal. */
  add(dev: Device): void {
    if (dev.index === 0) dev.index = this.freeIndex();
    else if (this.byIndex.has(dev.index)) throw new Refusal(EBUSY);
    if (this.order !== undefined) {
      if (this.order.length === 0 || (this.order.at(-1) as number) < dev.index) this.order.push(dev.index);
      else this.order = undefined;
    }
    this.byIndex.set(dev.index, dev);
    this.came.set(dev, this.arrivals++);
    this.byName.set(dev.name, dev);
    for (const name of dev.altnames) this.byName.set(name, dev);
    dev.ns = this.ns;
    this.enterGroup(dev);
    this.generation++;
  }

  /** xa_alloc_cyclic(): the next index, and only once they have run out one that was used before. */
  freeIndex(): number {
    do this.last = this.last >= 0x7fffffff ? 1 : this.last + 1;
    while (this.byIndex.has(this.last));
    return this.last;
  }

  remove(dev: Device): void {
    this.byIndex.delete(dev.index);
    this.came.delete(dev);
    this.leaveGroup(dev);
    if (this.order !== undefined) {
      if (this.order.at(-1) === dev.index) this.order.pop();
      else this.order = undefined;
    }
    this.forgetName(dev.name);
    for (const name of dev.altnames) this.forgetName(name);
    this.generation++;
  }

  rename(dev: Device, name: string): void {
    this.forgetName(dev.name);
    dev.name = name;
    this.byName.set(name, dev);
    this.generation++;
  }

  addAltname(dev: Device, name: string): void {
    this.byName.set(name, dev);
    dev.altnames.push(name);
  }

  removeAltname(dev: Device, name: string): void {
    this.forgetName(name);
    dev.altnames.splice(dev.altnames.indexOf(name), 1);
  }

  private forgetName(name: string): void {
    this.byName.delete(name);
    // A pattern that would give this name may give it again.
    for (const { index, 0: digits } of name.matchAll(/[0-9]+/g)) {
      for (let from = 0; from < digits.length; from++) {
        for (let to = from + 1; to <= digits.length; to++) this.free(`${name.slice(0, index + from)}%d${name.slice(index + to)}`, Number(digits.slice(from, to)));
      }
    }
  }

  private free(pattern: string, number: number): void {
    const lowest = this.lowest.get(pattern);
    if (lowest !== undefined && number < lowest) this.lowest.set(pattern, number);
  }
}

/** dev_valid_name(). Throws Refusal. */
function assertName(name: string): void {
  if (name === '' || new TextEncoder().encode(name).length > NAME_MAX || name === '.' || name === '..' || /[/:\s]/.test(name)) throw new Refusal(EINVAL);
}
