// What is known of the objects of one kind: entries by key, changed by what the kernel announces and by fresh lists.

import type { Message } from '../../netlink/message.js';
import { same } from './same.js';

/** What became of an entry. */
export type Change<V> =
  | { readonly kind: 'added'; readonly key: Key; readonly value: V }
  | { readonly kind: 'changed'; readonly key: Key; readonly value: V; readonly previous: V }
  | { readonly kind: 'removed'; readonly key: Key; readonly previous: V };

/** An index or id where there is one, else a text that names the object. */
export type Key = number | string;

/** A message that tells of an object: RTM_NEW* or RTM_DEL*. */
export interface Announcement {
  readonly name: string;
  readonly header: Pick<Message['header'], 'flags'>;
  readonly body: unknown;
}

export interface Table<V> {
  readonly entries: ReadonlyMap<Key, V>;
  /**
   * Takes what was announced; undefined where that does not tell what became of it: then only a fresh list does. `again`
   * where the last list may have had it already, and what came after it.
   */
  apply(announcement: Announcement, again: boolean): readonly Change<V>[] | undefined;
  /** Takes a fresh list, and from it what is gone where the list is complete: at each step no more than the event loop can wait for. */
  adopt(list: readonly V[], complete: boolean): Iterable<Adopted<V>>;
  /** Takes away what went with something else, without being announced. */
  removeWhere(gone: (value: V) => boolean): Change<V>[];
  /** Whether the kernel has said all by which these differ. */
  same(a: V, b: V): boolean;
}

/** What adopting a part of a list changed, and whether there is more of it. */
export interface Adopted<V> {
  readonly changes: readonly Change<V>[];
  readonly more: boolean;
}

/** Values of a list that are adopted in one turn of the event loop. */
export const ADOPTED_AT_ONCE = 512;

export interface Identity<V> {
  key(value: V): Key;
  /** Objects that are none of the table's: they count as gone. */
  holds?(value: V): boolean;
  /** Keys that count for nothing. */
  readonly noise?: ReadonlySet<string>;
  /** Keys whose values change without being announced, beside these. */
  readonly silent?: ReadonlySet<string>;
  /** Keys whose values change without being announced of such objects, beside those. */
  readonly quiet?: { readonly keys: ReadonlySet<string>; when(value: V): boolean };
  /** What else must be the same. */
  alike?(a: V, b: V): boolean;
}

export const isNew = ({ name }: Announcement): boolean => name.startsWith('RTM_NEW');

/** Objects that have a key of their own: a later announcement takes the place of an earlier one. */
export class KeyedTable<V> implements Table<V> {
  readonly entries = new Map<Key, V>();
  private readonly unannounced: ReadonlySet<string>;
  private readonly quiet: ReadonlySet<string>;

  constructor(private readonly identity: Identity<V>) {
    this.unannounced = new Set([...(identity.noise ?? []), ...(identity.silent ?? [])]);
    this.quiet = new Set([...this.unannounced, ...(identity.quiet?.keys ?? [])]);
  }

  apply(announcement: Announcement): readonly Change<V>[] {
    const value = announcement.body as V;
    const key = this.identity.key(value);
    const change = isNew(announcement) && this.holds(value) ? this.put(key, value, (a, b) => same(a, b, this.identity.noise)) : this.remove(key);
    return change === undefined ? [] : [change];
  }

  *adopt(list: readonly V[], complete: boolean): Iterable<Adopted<V>> {
    let changes: Change<V>[] = [];
    const gone = new Set(complete ? this.entries.keys() : []);
    for (const [i, value] of list.entries()) {
      if (i > 0 && i % ADOPTED_AT_ONCE === 0) {
        yield { changes, more: true };
        changes = [];
      }
      if (!this.holds(value)) continue;
      const key = this.identity.key(value);
      gone.delete(key);
      const change = this.put(key, value, (a, b) => this.same(a, b));
      if (change !== undefined) changes.push(change);
    }
    for (const key of gone) changes.push(this.remove(key) as Change<V>);
    yield { changes, more: false };
  }

  removeWhere(gone: (value: V) => boolean): Change<V>[] {
    return [...this.entries].filter(([, value]) => gone(value)).map(([key]) => this.remove(key) as Change<V>);
  }

  same(a: V, b: V): boolean {
    const { quiet, alike } = this.identity;
    const but = quiet !== undefined && (quiet.when(a) || quiet.when(b)) ? this.quiet : this.unannounced;
    return same(a, b, but) && alike?.(a, b) !== false;
  }

  private holds(value: V): boolean {
    return this.identity.holds?.(value) !== false;
  }

  private put(key: Key, value: V, unchanged: (a: V, b: V) => boolean): Change<V> | undefined {
    const previous = this.entries.get(key);
    this.entries.set(key, value);
    if (previous === undefined) return { kind: 'added', key, value };
    return unchanged(previous, value) ? undefined : { kind: 'changed', key, value, previous };
  }

  private remove(key: Key): Change<V> | undefined {
    const previous = this.entries.get(key);
    if (previous === undefined) return undefined;
    this.entries.delete(key);
    return { kind: 'removed', key, previous };
  }
}
