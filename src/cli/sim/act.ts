// What changes a simulated machine, as its state file has it: a line of JSON each.

/** `in` is the descriptor of a namespace, `hex` a datagram that is sent there. */
export type Act =
  | { readonly do: 'netns add'; readonly name: string }
  | { readonly do: 'netns attach'; readonly name: string; readonly in: number }
  | { readonly do: 'netns delete'; readonly name: string }
  /** One without a name comes, and goes. */
  | { readonly do: 'netns create' }
  | { readonly do: 'netns end'; readonly in: number }
  | { readonly do: 'send'; readonly in: number; readonly hex: string }
  | { readonly do: 'sysctl'; readonly in: number; readonly key: string; readonly value: string }
  /** Time has passed, and what was due has happened. */
  | { readonly do: 'wait' };

/** An act, the milliseconds that the kernel had run for by then, and the command that did it. */
export type Entry = Act & { readonly t: number; readonly by: string };

const FIELDS: { readonly [D in Act['do']]: readonly Exclude<keyof Extract<Act, { readonly do: D }>, 'do'>[] } = {
  'netns add': ['name'],
  'netns attach': ['name', 'in'],
  'netns delete': ['name'],
  'netns create': [],
  'netns end': ['in'],
  send: ['in', 'hex'],
  sysctl: ['in', 'key', 'value'],
  wait: [],
};

/** Throws SyntaxError for what is no JSON, TypeError for what is no act. */
export function parseEntry(line: string): Entry {
  const value = JSON.parse(line) as Partial<Record<string, unknown>> | null;
  const what = value?.do;
  if (typeof what !== 'string' || !Object.hasOwn(FIELDS, what)) throw new TypeError(`nothing that a machine does: ${line.slice(0, 60)}`);
  for (const field of ['t', 'by', ...FIELDS[what as Act['do']]]) {
    const wanted = field === 't' || field === 'in' ? 'number' : 'string';
    if (typeof value?.[field] !== wanted) throw new TypeError(`"${what}" wants a ${wanted} "${field}"`);
  }
  if (typeof value?.hex === 'string' && !/^([\da-f]{2})*$/.test(value.hex)) throw new TypeError('"hex" is no hex');
  return value as unknown as Entry;
}
