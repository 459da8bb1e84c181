// Objects made fast: V8 keeps one of many computed keys as a hash table, slow to fill and to read. One copied from a
// template that has all its keys is none, and what the template holds already need not be stored again.

type Copy = (from: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * The same function, written often. V8 remembers for each place in the source how the objects copied there are laid out,
 * up to four layouts; beyond that a copy costs ten times as much. So a template is copied at a place it shares with few.
 */
const COPIES: readonly Copy[] = [
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
let given = 0;

/** Makes objects that have these keys and values to begin with, and whose fields take any others at no cost. */
export class Template {
  private readonly object: Record<string, unknown>;
  private readonly copy: Copy = COPIES[given++ % COPIES.length] as Copy;

  constructor(
    private readonly keys: readonly string[],
    values: readonly unknown[],
  ) {
    // What JSON.parse makes is no hash table, whatever the number of keys. A field that held a string takes anything.
    this.object = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:""`).join()}}`);
    this.update(values);
  }

  update(values: readonly unknown[]): this {
    for (const [i, key] of this.keys.entries()) this.object[key] = values[i];
    return this;
  }

  make(): Record<string, unknown> {
    const { copy } = this;
    return copy(this.object);
  }
}
