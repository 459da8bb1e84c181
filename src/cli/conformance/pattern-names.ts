// Which names a pattern may have: those whose values are given, and those that are told before they are asked for. A name that nobody knows would be sent as zeros.

import { isGiven, type Part, type Pattern } from './pattern.js';

/** Names of one case, in the order in which they are met. */
export class PatternNames {
  /** Name to length. */
  private readonly known = new Map<string, number>();
  private requests = 0;

  constructor(
    private readonly namespaces: number,
    private readonly sockets: number,
  ) {}

  /** Throws TypeError for a name in what is sent that stands for nothing there. */
  sent(pattern: Pattern): void {
    for (const part of named(pattern)) {
      const { name, free } = part;
      if (free) throw new TypeError(`${spelled(part)} stands for bytes of which nothing is expected: what is sent is to be told`);
      if (this.given(part)) continue;
      if (isSequence(name)) {
        if (numberOf(name) > this.requests + 1) throw new TypeError(`<${name}> comes where <seq${this.requests + 1}> is the next`);
        this.requests = Math.max(this.requests, numberOf(name));
      } else {
        if (!this.known.has(name)) throw new TypeError(`${spelled(part)} is sent, and nothing that came before tells it`);
        this.learn(part);
      }
    }
  }

  /** Throws TypeError for a name in what is to come that cannot stand there. */
  expected(pattern: Pattern): void {
    for (const part of named(pattern)) {
      if (part.free || this.given(part)) continue;
      if (!isSequence(part.name)) this.learn(part);
      else if (numberOf(part.name) > this.requests) throw new TypeError(`<${part.name}> is expected, and was not sent before`);
    }
  }

  /** Whether a descriptor or a port stands there. */
  private given({ name }: Part): boolean {
    if (!isGiven(name) || isSequence(name)) return false;
    const [what, count] = name.startsWith('fd') ? (['namespace', this.namespaces] as const) : (['socket', this.sockets] as const);
    if (numberOf(name) >= count) throw new TypeError(`<${name}>: there is no ${what} ${numberOf(name)}`);
    return true;
  }

  private learn(part: Part): void {
    const before = this.known.get(part.name);
    if (before !== undefined && before !== part.length) throw new TypeError(`${spelled(part)} had ${before} bytes before`);
    this.known.set(part.name, part.length);
  }
}

const named = (pattern: Pattern): readonly Part[] => pattern.filter((part): part is Part => !(part instanceof Uint8Array));

const isSequence = (name: string): boolean => isGiven(name) && name.startsWith('seq');
const numberOf = (name: string): number => Number(/\d+$/.exec(name)?.[0]);

const spelled = ({ name, length, free }: Part): string => `<${free ? '*' : ''}${name}${isGiven(name) ? '' : `:${length}`}>`;
