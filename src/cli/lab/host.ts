// A host of the lab: a network namespace, and a client in it.

import { type Echo, type Link, type Rtnl, SystemError } from '../../index.js';
import type { Ground, Space } from './ground.js';

/** What every name of the lab's namespaces begins with; the process id follows, so that two labs are not in each other's way. */
export const PREFIX = 'rtnl-lab-';

/** Milliseconds within which what must be seen is seen, on a busy machine as well: the kernel hands much of it to workers, and gives up what it knows of a neighbour after eight seconds. */
const PATIENCE = 10_000;
/** Milliseconds until one looks again. */
const PAUSE = 100;
/** Milliseconds of the patience that one question takes, at most: a program that the kernel held up for longer waited for nothing. */
const QUESTION = 2000;
/** Milliseconds after which what has not answered does not: on one machine an answer takes less than one. */
const SILENCE = 300;

/** Looks until it is as it must be, within the patience. Resolves to what was seen last. Rejects with the signal's reason. */
export async function lookUntil<T>(ground: Ground, signal: AbortSignal, look: () => Promise<T>, isRight: (seen: T) => boolean): Promise<T> {
  for (let left = PATIENCE; ; left -= PAUSE) {
    signal.throwIfAborted();
    const seen = await look();
    if (isRight(seen) || left <= 0) return seen;
    await ground.pause(PAUSE);
  }
}

export class Host {
  /** How many echoes are waited for, and what was done before the first of them. */
  private asking = 0;
  private ready: Promise<unknown> = Promise.resolve();

  private constructor(
    /** As the recipe calls it. */
    readonly label: string,
    readonly netns: Space,
    readonly rtnl: Rtnl,
    /** As `ip netns` sees it, where it does. */
    readonly name: string | undefined,
    private readonly signal: AbortSignal,
    private readonly ground: Ground,
  ) {}

  /** With a `name` it is one that `ip netns` sees; where this user may give none, `refused` is told why and it has none. */
  static async open(ground: Ground, label: string, signal: AbortSignal, name?: string, refused: (error: SystemError) => void = () => undefined): Promise<Host> {
    const [space, called] = await create(ground, name, refused);
    try {
      signal.throwIfAborted();
      return new Host(label, space, await space.client(), called, signal, ground);
    } catch (error) {
      await discard(ground, space, called);
      throw error;
    }
  }

  /** One that is there already, by its name. */
  static async enter(ground: Ground, label: string, name: string, signal: AbortSignal): Promise<Host> {
    const space = await ground.open(name);
    try {
      return new Host(label, space, await space.client(), name, signal, ground);
    } catch (error) {
      space.close();
      throw error;
    }
  }

  /** Whether an echo comes back from there, soon or late. That nobody is there may be said too soon: it is asked again. */
  async reaches(address: string): Promise<Echo> {
    for (let left = PATIENCE; ; ) {
      const answer = await this.ask(address, QUESTION);
      left -= Math.min(answer.ms, QUESTION) + PAUSE;
      if (answer.reachable || left <= 0) return answer;
      await this.ground.pause(PAUSE);
    }
  }

  /** The same, of one that is thought not to answer. */
  misses(address: string): Promise<Echo> {
    return this.ask(address, SILENCE);
  }

  private async ask(address: string, timeout: number): Promise<Echo> {
    // What was asked for in vain is not asked for again until a second has passed. What another is waiting for is not taken away: he would be told that nobody is there.
    if (this.asking++ === 0) this.ready = this.rtnl.neighbours.flush({ states: ['incomplete', 'failed'] });
    try {
      await this.ready;
      return await this.netns.echo(address, { timeout, interval: PAUSE, signal: this.signal });
    } finally {
      this.asking--;
    }
  }

  /** A link of this host by name. */
  link(name: string): Promise<Link> {
    return this.rtnl.links.get(name);
  }

  /** Takes the namespace away, unless something else is in it. */
  async close(): Promise<void> {
    await this.rtnl.close();
    await discard(this.ground, this.netns, this.name);
  }

  /** Leaves the namespace as it is, under its name. */
  async leave(): Promise<void> {
    await this.rtnl.close();
    this.netns.close();
  }
}

async function create(ground: Ground, name: string | undefined, refused: (error: SystemError) => void): Promise<[Space, string | undefined]> {
  if (name === undefined) return [await ground.create(), undefined];
  try {
    return [await ground.create(name), name];
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const space = await ground.create();
    refused(error);
    return [space, undefined];
  }
}

async function discard(ground: Ground, space: Space, name: string | undefined): Promise<void> {
  space.close();
  if (name !== undefined) await ground.delete(name);
}
