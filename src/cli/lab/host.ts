// A host of the lab: a network namespace, and a client in it.

import { type Echo, type Link, type Rtnl, SystemError } from '../../index.js';
import type { Ground, Space } from './ground.js';

/** What every name of the lab's namespaces begins with; the process id follows, so that two labs are not in each other's way. */
export const PREFIX = 'rtnl-lab-';

/** Milliseconds within which what can be reached answers, on a busy machine as well. */
const PATIENCE = 5000;
/** Milliseconds after which what has not answered does not: on one machine an answer takes less than one. */
const SILENCE = 300;

export class Host {
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

  /** Whether an echo comes back from there, soon or late. */
  reaches(address: string): Promise<Echo> {
    return this.ask(address, PATIENCE);
  }

  /** The same, of one that is thought not to answer. */
  misses(address: string): Promise<Echo> {
    return this.ask(address, SILENCE);
  }

  private async ask(address: string, timeout: number): Promise<Echo> {
    // What was asked for in vain is not asked for again until a second has passed.
    await this.rtnl.neighbours.flush({ states: ['incomplete', 'failed'] });
    return this.netns.echo(address, { timeout, interval: 100, signal: this.signal });
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
