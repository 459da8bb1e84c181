// Attributes in the order they were typed, a repeated one as often as it was typed: the kernel takes the last.

import type { RawAttribute, Schema } from '../netlink/attributes.js';
import { encoded } from '../netlink/note.js';

/** Some of the attributes of `T`, each by name, and raw ones by number. */
export type Sparse<T> = { [K in keyof T as K extends `#${number}` ? never : K]?: T[K] } & { [type: `#${number}`]: RawAttribute };

export class AttributeList<T extends object> {
  private readonly entries: [key: string, value: unknown][] = [];
  /** Which of them are raw. */
  private readonly raws = new Set<number>();

  constructor(
    private readonly schema: Schema,
    private readonly littleEndian: () => boolean,
  ) {}

  add<K extends keyof T & string>(key: K, value: NonNullable<T[K]>): void {
    this.entries.push([key, value]);
  }

  /** Adds a payload that no value of the attribute says. */
  addRaw<K extends keyof T & string>(key: K, payload: Uint8Array): void {
    this.entries.push([key, { flags: 0, payload }]);
    this.raws.add(this.entries.length - 1);
  }

  /** As messages hold them: all but the last of the same type as raw bytes. */
  object(): Sparse<T> {
    const out: Record<string, unknown> = {};
    for (const [at, [key, value]] of this.entries.entries()) {
      const repeated = this.entries.slice(at + 1).some(([later]) => later === key);
      if (this.raws.has(at)) out[this.freeKey(out, key)] = value;
      else if (repeated) out[this.freeKey(out, key)] = this.raw(key, value);
      else out[key] = value;
    }
    return out as Sparse<T>;
  }

  private freeKey(out: object, key: string): string {
    const type = `#${this.schema[key]?.[1]}`;
    let free = type;
    for (let n = 2; free in out; n++) free = `${type}.${n}`;
    return free;
  }

  private raw(key: string, value: unknown) {
    const codec = (this.schema[key] as Schema[string])[2];
    return { flags: codec.flags ?? 0, payload: encoded(codec, value, this.littleEndian()) };
  }
}
