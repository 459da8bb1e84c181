// Whether two texts say the same, once what a kernel chooses freely is named away: hardware addresses, addresses made of them, and times that pass.

/** Hardware addresses; IPv6 addresses that hold one; seconds that count. */
const FREE =
  /(?<![0-9a-f:])((?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2})(?![0-9a-f:])|(?<![0-9a-f:])([0-9a-f]{1,4}:[0-9a-f:]*?[0-9a-f]{1,4}:[0-9a-f]{0,2}ff:fe[0-9a-f]{2}:[0-9a-f]{1,4})(?![0-9a-f:])|(?<=(?:_lft|expires|used|age|valid_life_time":|preferred_life_time":|"expires":|valid":|preferred":)[ "]?|used \d+\/|used \d+\/\d+\/|idle_time |"idle_time":)(\d+(?:\.\d+)?)/g;

const NAMES = ['mac', 'eui', 'seconds'] as const;

interface Token {
  readonly kind: (typeof NAMES)[number];
  readonly text: string;
}

/** Literal text and what is free, in turns. */
function tokens(text: string): { readonly literals: string[]; readonly free: Token[] } {
  const literals: string[] = [];
  const free: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(FREE)) {
    const kind = NAMES.find((_, i) => match[i + 1] !== undefined) ?? 'mac';
    literals.push(text.slice(at, match.index));
    free.push({ kind, text: kind === 'mac' ? padded(match[0]) : match[0] });
    at = match.index + match[0].length;
  }
  literals.push(text.slice(at));
  return { literals, free };
}

/** Bridges' ids are written without the zeros in front. */
const padded = (mac: string): string => mac.replace(/\b[0-9a-f]\b/g, '0$&');

/** How often an entry of the cache is in use, and counters of packets. */
const COUNTS: readonly (readonly [RegExp, string])[] = [
  [/ users \d+|"users":\d+,/g, ''],
  [/^( +[RT]X(?: errors)?: .*\\?)(?:\n|(?<=\\))[ \d.KMGTi]+/gm, '$1'],
  [/^( +[RT]X(?: errors)?: .*?)\\[ \d.KMGTi]+/gm, '$1\\'],
  [/"(?:[rt]x|stats(?:64)?)":\{[^{}]*\}/g, ''],
];

const withoutCounts = (text: string): string => COUNTS.reduce((rest, [pattern, left]) => rest.replace(pattern, left), text);

/** The text with a mark in place of each thing that is free. */
export const masked = (text: string): string => tokens(text).literals.join('*');

/** How far two clocks may be apart, in seconds. */
const SECONDS = 20;

/** Which of the simulated kernel's addresses stands for which recorded one: found out as texts are compared. */
export class Names {
  readonly simulated = new Map<string, string>();
  private readonly recorded = new Map<string, string>();

  /** `given` is text that both sides were told: what stands there is the same on both, but for what is known to be otherwise. */
  constructor(given: string, known: ReadonlyMap<string, string>) {
    for (const { kind, text } of tokens(given).free) if (kind !== 'seconds') this.pair(text, known.get(text) ?? text);
    for (const mac of ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff']) this.pair(mac, mac);
  }

  private pair(recorded: string, simulated: string): boolean {
    const known = this.simulated.get(recorded);
    if (known === undefined && !this.recorded.has(simulated)) {
      this.simulated.set(recorded, simulated);
      this.recorded.set(simulated, recorded);
      return true;
    }
    return known === simulated;
  }

  /** Whether the texts say the same. */
  alike(one: string, other: string): boolean {
    const [recorded, simulated] = [withoutCounts(one), withoutCounts(other)];
    if (recorded === simulated) return true;
    const [a, b] = [tokens(recorded), tokens(simulated)];
    if (a.literals.length !== b.literals.length || a.literals.some((text, i) => text !== b.literals[i])) return false;
    return a.free.every(({ kind, text }, i) => {
      const other = b.free[i] as Token;
      if (kind !== other.kind) return false;
      if (kind === 'seconds') return Math.abs(Number(text) - Number(other.text)) <= SECONDS;
      return this.pair(text, other.text);
    });
  }
}
