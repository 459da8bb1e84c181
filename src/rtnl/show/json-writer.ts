// JSON exactly as `ip -j` and `ip -j -p` lay it out. iproute2: lib/json_writer.c.

/** A number whose digits are to stand as they are: bridge timers are written `0.00`. */
export class Digits {
  constructor(readonly digits: string) {}
}

export type Json = string | number | bigint | boolean | null | Digits | readonly Json[] | { readonly [key: string]: Json };

const ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f', '\b': '\\b', '\\': '\\\\', '"': '\\"' };

/** Control characters without a letter of their own go out as they are, which is no valid JSON, but is what 6.1 writes. */
const quote = (text: string): string => `"${text.replace(/[\t\n\r\f\b\\"]/g, (character) => ESCAPES[character] as string)}"`;

/** A stream of JSON. Names and values come one after the other; the writer knows where commas and line ends go. */
export class JsonWriter {
  private out = '';
  private depth = 0;
  /** The object or array that is open has something in it. */
  private comma = false;

  constructor(private readonly pretty: boolean) {}

  open(bracket: '{' | '['): void {
    this.separate();
    this.out += bracket;
    if (this.pretty && bracket === '[') this.out += ' ';
    this.depth++;
    this.comma = false;
  }

  close(bracket: '}' | ']'): void {
    this.depth--;
    if (this.pretty && this.comma) {
      if (bracket === '}') this.endLine();
      else this.out += ' ';
    }
    this.out += bracket;
    this.comma = true;
  }

  name(name: string): void {
    this.separate();
    if (this.pretty) this.endLine();
    this.out += this.pretty ? `${quote(name)}: ` : `${quote(name)}:`;
    this.comma = false;
  }

  value(value: Json): void {
    if (Array.isArray(value)) {
      this.open('[');
      for (const item of value as readonly Json[]) this.value(item);
      this.close(']');
    } else if (typeof value === 'object' && value !== null && !(value instanceof Digits)) {
      this.open('{');
      for (const [name, item] of Object.entries(value)) {
        this.name(name);
        this.value(item);
      }
      this.close('}');
    } else {
      this.separate();
      this.out += typeof value === 'string' ? quote(value) : value instanceof Digits ? value.digits : String(value);
    }
  }

  /** A line end after the whole of it. */
  end(): void {
    this.out += '\n';
  }

  /** What was written since the last call. */
  drain(): string {
    const out = this.out;
    this.out = '';
    return out;
  }

  private separate(): void {
    if (this.comma) this.out += ',';
    this.comma = true;
  }

  private endLine(): void {
    this.out += `\n${'    '.repeat(this.depth)}`;
  }
}
