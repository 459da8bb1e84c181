// A codec that is made when it is first used: of many variants a program meets few, and a nest may hold itself.

import type { Codec } from './codec.js';

/** The codec that `make` gives. `flags` are those of the made one, since schemas ask for them before there is any payload. */
export function deferred<T>(make: () => Codec<T>, flags?: number): Codec<T> {
  let made: Codec<T> | undefined;
  const codec = () => {
    made ??= make();
    return made;
  };
  return {
    /** What it stands for. */
    get made() {
      return codec();
    },
    get type() {
      return codec().type;
    },
    ...(flags !== undefined && { flags }),
    decode: (b, start, end) => codec().decode(b, start, end),
    encode: (w, value) => codec().encode(w, value),
    get dissect() {
      return codec().dissect?.bind(codec()) as NonNullable<Codec<T>['dissect']>;
    },
    get dissectFields() {
      return codec().dissectFields?.bind(codec()) as NonNullable<Codec<T>['dissectFields']>;
    },
    /** Of an attribute set. */
    nameOf: (type: number) => (codec() as { nameOf?(type: number): string }).nameOf?.(type) ?? `#${type}`,
  } as Codec<T>;
}
