// What the JSON values of a suite look like. A key that nobody reads is a mistake: what it was to say would go unsaid.

/** Throws TypeError for what is none; `what` is what to call it. */
export type Form = (value: unknown, what: string) => void;

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

export const anything: Form = () => undefined;

export const text: Form = (value, what) => {
  if (typeof value !== 'string') throw new TypeError(`${what} is no text`);
};

/** What a report has on one line, and more than nothing. */
export const title: Form = (value, what) => {
  if (typeof value !== 'string' || value.trim() === '' || /[\r\n]/.test(value)) throw new TypeError(`${what} is no text of one line`);
};

export const yesOrNo: Form = (value, what) => {
  if (typeof value !== 'boolean') throw new TypeError(`${what} is true or false, not ${shown(value)}`);
};

/** One of these. */
export const oneOf =
  (...values: readonly (string | true)[]): Form =>
  (value, what) => {
    if (!values.includes(value as string | true)) throw new TypeError(`${what} is ${values.map(shown).join(' or ')}, not ${shown(value)}`);
  };

/** A whole number; 32 bits hold it. */
export const from =
  (least: number): Form =>
  (value, what) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > 0xffff_ffff) throw new TypeError(`${what} is no number from ${least}, but ${shown(value)}`);
  };

export const like =
  (pattern: RegExp, name: string): Form =>
  (value, what) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new TypeError(`${what} is no ${name}, but ${shown(value)}`);
  };

export const listOf =
  (item: Form): Form =>
  (value, what) => {
    if (!Array.isArray(value)) throw new TypeError(`${what} is no list`);
    for (const [i, one] of value.entries()) item(one, `${what} ${i + 1}`);
  };

function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

/** An object of these keys, of which it has the `needed` ones and no others. */
export const record =
  (keys: Readonly<Record<string, Form>>, needed: readonly string[] = []): Form =>
  (value, what) => {
    const known = object(value, what);
    for (const [key, one] of Object.entries(known)) {
      const form = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (form === undefined) throw new TypeError(`${what} has ${shown(key)}, of which this knows nothing`);
      form(one, `${what}, ${key}`);
    }
    for (const key of needed) if (known[key] === undefined) throw new TypeError(`${what} has no ${key}`);
  };

/** An object of any keys. */
export const mapOf =
  (item: Form): Form =>
  (value, what) => {
    for (const [key, one] of Object.entries(object(value, what))) item(one, `${what}, ${key}`);
  };

/** Adds where it was to what `section` throws of this kind. */
export function inside<T>(where: string, section: () => T): T {
  try {
    return section();
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${where}: ${error.message}`) : error;
  }
}
