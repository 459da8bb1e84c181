// Objects made fast: V8 keeps one of many computed keys as a hash table, slow to fill and to read. One copied from a
// template that has all its keys is none, and what the template holds already need not be stored again.

type Copy = (from: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * The same function, written often. V8 remembers for each place in the source how the objects copied there are laid out,
 * up to four layouts; beyond that a copy costs five times as much. So objects are copied at a place they share with few:
 * always the same one for the same keys. Made with the first template: many programs that start have none.
 */
let made: readonly Copy[] | undefined;
function copies(): readonly Copy[] {
  made ??= [
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
    (from) => ({ ...from }),
  ];
  return made;
}

/** Makes objects that have these keys and values to begin with, and whose fields take any others at no cost. */
export class Template {
  private constructor(
    private readonly keys: readonly string[],
    private readonly json: string,
    private readonly object: Readonly<Record<string, unknown>>,
    private readonly copy: Copy,
  ) {}

  static of(keys: readonly string[], values: readonly unknown[]): Template {
    const json = `{${keys.map((key) => `${JSON.stringify(key)}:""`).join()}}`;
    let hash = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      hash = (Math.imul(hash, 31) + key.charCodeAt(0) + (key.charCodeAt(key.length >> 1) << 8) + (key.length << 4)) | 0;
    }
    return new Template(keys, json, filled(json, keys, values), copies()[(hash >>> 8) % copies().length] as Copy);
  }

  /** Another one for these keys, undefined if they are not its own. */
  with(keys: readonly string[], values: readonly unknown[]): Template | undefined {
    const { json, copy } = this;
    if (this.keys.length !== keys.length || !this.keys.every((key, i) => key === keys[i])) return undefined;
    return new Template(keys, json, filled(json, keys, values), copy);
  }

  make(): Record<string, unknown> {
    const { copy } = this;
    return copy(this.object);
  }

  /** What those that it makes begin with. */
  get values(): Readonly<Record<string, unknown>> {
    return this.object;
  }
}

/** What JSON.parse makes is no hash table, whatever the number of keys. A field that held a string takes anything. */
function filled(json: string, keys: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const object = JSON.parse(json) as Record<string, unknown>;
  for (let i = 0; i < keys.length; i++) object[keys[i] as string] = values[i];
  return object;
}
