// How strace writes down values: strings, numbers, names, structs, arrays, calls of macros. Told by form alone, as versions of strace differ.

/** What strace said of a value. */
export type Said =
  | { readonly kind: 'string'; readonly bytes: Uint8Array /** It was longer, or lacked the NUL that was expected. */; readonly cut: boolean }
  | { readonly kind: 'number'; readonly value: bigint; readonly text: string /** What a descriptor is of: `NETLINK:[ROUTE:24769]`. */; readonly of?: string }
  /** Names and numbers, or-ed: `IFF_UP|0x10000`; shifts are `1<<NAME`. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Said[] }
  | { readonly kind: 'address'; readonly bytes: Uint8Array }
  | { readonly kind: 'list'; readonly items: readonly Said[]; readonly cut: boolean /** Of the first item, where items have one: `[DEVCONF_MTU6]=`. */; readonly label?: string }
  | { readonly kind: 'struct'; readonly fields: readonly Field[]; readonly cut: boolean };

/** A field of a struct. */
export interface Field {
  readonly name: string;
  readonly value: Said;
}

const latin1 = new TextDecoder('latin1');

/** A string as text, a character for each byte. */
export const textOf = ({ bytes }: Said & { kind: 'string' }): string => latin1.decode(bytes);

/** Text that is not what strace writes. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
}

const MAX_NESTING = 64;

const LINK_ADDRESS = /[0-9a-f]{2}(?::[0-9a-f]{2})+/y;
const WORD = /&?[-+]?[\w.?@]+(?:-\d+)?/y;
/** `1<<(INET_DIAG_INFO-1)` */
const SHIFT = /\([\w.?]+-\d+\)|[\w.?]+/y;
const FIELD = /([A-Za-z_]\w*)(?:\(\d+\))?=(?!=|>)/y;
const NUMBER = /^[-+]?(?:0x[0-9a-f]+|\d+)$/i;
/** The name behind a descriptor: a path, or `NETLINK:[ROUTE:24769]`, in whose brackets there may be arrows. */
const ANNOTATION = /<(?:[A-Za-z0-9]+:\[[^\n]{0,300}?\]|[^<>\n]{0,4096})>/y;

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12, a: 7, b: 8, '"': 34, '\\': 92, "'": 39 };

/** Reads one line, from `at` on. */
export class Syntax {
  private depth = 0;

  constructor(
    readonly text: string,
    public at: number,
  ) {}

  /** The arguments of a call up to its closing parenthesis, which is passed. */
  args(): Said[] {
    return this.items(')').items;
  }

  /** What stands here, if it is what `pattern` (sticky) says. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }

  private value(): Said {
    for (;;) {
      const said = this.one();
      this.space();
      // What it was before the call and after it.
      if (!this.text.startsWith('=>', this.at)) return said;
      this.at += 2;
    }
  }

  private one(): Said {
    this.space();
    const char = this.text[this.at];
    if (char === '"') return this.string();
    if (char === '~' || char === '@') this.at++;
    if (char === '[' || this.text[this.at] === '[') return this.nested(() => this.list());
    if (char === '{') return this.nested(() => this.struct());
    const address = this.text[this.at + 2] === ':' ? this.match(LINK_ADDRESS) : undefined;
    if (address !== undefined) return { kind: 'address', bytes: Uint8Array.from(address[0].split(':'), (digits) => Number.parseInt(digits, 16)) };
    return this.names();
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > MAX_NESTING) throw new SyntaxProblem('nested too deep');
    this.at++;
    const out = read();
    this.depth--;
    return out;
  }

  /** Comments are of any length: an expression would need memory for each of their characters. */
  private space(): void {
    const { text } = this;
    for (;;) {
      while (text[this.at] === ' ') this.at++;
      const end = text.startsWith('/*', this.at) ? text.indexOf('*/', this.at + 2) : -1;
      if (end < 0) return;
      this.at = end + 2;
    }
  }

  private list(): Said {
    return { kind: 'list', ...this.items(']') };
  }

  /** A struct, or where nothing in it is named, a list: older versions write all in braces. */
  private struct(): Said {
    const { items, names, cut } = this.items('}');
    if (names.every((name) => name === '')) return { kind: 'list', items, cut };
    return { kind: 'struct', fields: items.map((value, i) => ({ name: names[i] || nameInside(value), value })), cut };
  }

  private items(end: string): { items: Said[]; names: string[]; cut: boolean; label?: string } {
    const items: Said[] = [];
    const names: string[] = [];
    let cut = false;
    let label: string | undefined;
    for (;;) {
      this.space();
      if (this.text[this.at] === end) break;
      if (this.text.startsWith('...', this.at)) {
        this.at += 3;
        cut = true;
      } else {
        names.push(this.match(FIELD)?.[1] ?? '');
        let value = this.value();
        // `[DEVCONF_MTU6]=1500`: which item it is, then the item.
        if (value.kind === 'list' && this.text[this.at] === '=') {
          this.at++;
          const [index] = value.items;
          label ??= index?.kind === 'names' ? index.names.join() : '';
          value = this.value();
        }
        items.push(value);
      }
      this.space();
      if (this.text[this.at] === ',') this.at++;
      // Bits of a set are not separated.
      else if (this.text[this.at] !== end && end !== ']') throw new SyntaxProblem(`no ${end}`);
      if (this.at >= this.text.length) throw new SyntaxProblem(`no ${end}`);
    }
    this.at++;
    return { items, names, cut, ...(label !== undefined && { label }) };
  }

  private string(): Said {
    const { text } = this;
    const bytes: number[] = [];
    for (this.at++; text[this.at] !== '"'; this.at++) {
      if (this.at >= text.length) throw new SyntaxProblem('string without an end');
      if (text[this.at] === '\\') bytes.push(this.escape());
      else bytes.push(text.charCodeAt(this.at) & 0xff);
    }
    this.at++;
    const cut = text.startsWith('...', this.at);
    if (cut) this.at += 3;
    return { kind: 'string', bytes: Uint8Array.from(bytes), cut };
  }

  /** From a backslash to the last character of what it begins. */
  private escape(): number {
    const { text } = this;
    const char = text[++this.at] ?? '';
    if (char === 'x') {
      const value = Number.parseInt(text.slice(this.at + 1, this.at + 3), 16);
      if (!(value >= 0)) throw new SyntaxProblem('\\x without digits');
      this.at += 2;
      return value;
    }
    if (char < '0' || char > '7') {
      const value = ESCAPES[char];
      if (value === undefined) throw new SyntaxProblem(`\\${char} is no escape`);
      return value;
    }
    let value = 0;
    let digits = 0;
    for (let next = char; digits < 3 && next >= '0' && next <= '7'; next = text[this.at + digits] ?? '') {
      value = 8 * value + Number(next);
      digits++;
    }
    this.at += digits - 1;
    return value & 0xff;
  }

  private names(): Said {
    const names: string[] = [];
    let annotation: string | undefined;
    for (;;) {
      const [word] = this.match(WORD) ?? [''];
      if (word === '') throw new SyntaxProblem('no value');
      if (names.length === 0 && this.text[this.at] === '(') {
        this.at++;
        return { kind: 'call', name: word, args: this.nestedArgs() };
      }
      if (NUMBER.test(word)) annotation = this.match(ANNOTATION)?.[0].slice(1, -1);
      this.space();
      if (this.text.startsWith('<<', this.at)) {
        this.at += 2;
        this.space();
        names.push(`${word}<<${(this.match(SHIFT) ?? [''])[0]}`);
        this.space();
      } else names.push(word);
      if (this.text[this.at] !== '|') break;
      this.at++;
      this.space();
    }
    const [only = ''] = names;
    if (names.length !== 1 || !NUMBER.test(only)) return { kind: 'names', names };
    return { kind: 'number', value: bigintOf(only), text: only, ...(annotation !== undefined && { of: annotation }) };
  }

  private nestedArgs(): Said[] {
    if (++this.depth > MAX_NESTING) throw new SyntaxProblem('nested too deep');
    const out = this.args();
    this.depth--;
    return out;
  }
}

/** `inet_pton(AF_INET6, "::1", &sin6_addr)` says in itself which field it is. */
function nameInside(value: Said): string {
  const last = value.kind === 'call' ? value.args.at(-1) : undefined;
  return last?.kind === 'names' && last.names[0]?.startsWith('&') ? last.names[0].slice(1) : '';
}

function bigintOf(text: string): bigint {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  // Longer than any number in a message: not worth what converting it takes.
  if (digits.length > 40) throw new SyntaxProblem('number of too many digits');
  const value = BigInt(digits);
  return negative ? -value : value;
}

/** A field of a struct by its name. */
export function fieldOf(said: Said | undefined, ...names: readonly string[]): Said | undefined {
  return said?.kind === 'struct' ? said.fields.find(({ name }) => names.includes(name))?.value : undefined;
}
