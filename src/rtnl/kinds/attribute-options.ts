// Options of the API that are attributes of IFLA_INFO_DATA by the same names, as they are in most kinds.

import { EncodeError } from '../../netlink/errors.js';
import { expectBoolean } from '../../netlink/expect.js';
import { isCommonOption } from '../link-options.js';

/** Some of the attributes of `T`, to be told. */
export type AttributeOptions<T, K extends keyof T> = { readonly [P in K]?: NonNullable<T[P]> };

/** Throws EncodeError for an option that neither the kind nor links in general have. */
export function expectOptions(kind: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key) && !isCommonOption(key)) throw new EncodeError(`links of kind ${kind} have no option ${key}; known: ${known.join(', ') || 'none'}`);
  }
}

/** Throws EncodeError for one of these that is told and is neither true nor false. */
export function expectBooleans(options: object, keys: readonly string[]): void {
  for (const key of keys) {
    const value: unknown = (options as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined) expectBoolean(value, key);
  }
}

/** Takes the options in `keys` as attributes, in the order given; undefined for none. Throws EncodeError for any other option. */
export function attributeOptions<T extends object>() {
  return <const K extends keyof T & string>(kind: string, keys: readonly K[]) =>
    (options: AttributeOptions<T, K>): T | undefined => {
      expectOptions(kind, options, keys);
      const data: Partial<T> = {};
      for (const key of Object.keys(options) as K[]) if (keys.includes(key) && options[key] !== undefined) data[key] = options[key];
      return Object.keys(data).length === 0 ? undefined : (data as T);
    };
}

/** For a kind that takes no options. Throws EncodeError for any. */
export const noOptions =
  (kind: string) =>
  (options: object): undefined => {
    expectOptions(kind, options, []);
    return undefined;
  };
