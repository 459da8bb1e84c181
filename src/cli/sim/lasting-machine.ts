// A simulated machine that goes on while no command runs: its time is the wall's, and its state is in a file, if it has one. State is what
// comes of what was done: whoever opens the file does it all again. What is asked changes nothing and is not written down.

import { fromHex, hostIsLittleEndian } from '../../netlink/bytes.js';
import { NetlinkError, SystemError } from '../../netlink/errors.js';
import type { Transport } from '../../netlink/transport.js';
import { SimulatedKernel, type SimulatedTransportOptions } from '../../simkernel/kernel.js';
import type { NetNamespace } from '../../simkernel/namespace.js';
import type { Act, Entry } from './act.js';
import { LastingSocket } from './lasting-socket.js';
import { SimulatedMachine } from './machine.js';
import { SeenClock } from './seen-clock.js';
import { StateFile, type StateHeader } from './state-file.js';
import { wake } from './wake.js';

export class LastingMachine extends SimulatedMachine {
  private readonly clock: SeenClock;
  private readonly header: StateHeader;
  private readonly file: StateFile | undefined;
  /** Names this command in the file. */
  private readonly token = `${process.pid.toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  private readonly followers = new Set<() => void>();
  private unfollow: (() => void) | undefined;

  /** Throws UsageError where the file is none of these. */
  constructor(path?: string) {
    const fresh: StateHeader = { 'rtnl-sim': 1, kernel: '6.18', seed: 1, byteOrder: hostIsLittleEndian ? 'little' : 'big', start: Date.now() };
    const file = path === undefined ? undefined : new StateFile(path, fresh);
    const header = file?.header ?? fresh;
    const { kernel, seed, byteOrder } = header;
    const clock = new SeenClock();
    super(new SimulatedKernel({ kernel, seed, byteOrder, clock }));
    this.clock = clock;
    this.header = header;
    this.file = file;
    this.look();
  }

  override list(): readonly string[] {
    this.look();
    return super.list();
  }

  override find(where: string | number): NetNamespace | undefined {
    this.look();
    return super.find(where);
  }

  override create(name?: string): NetNamespace {
    return this.perform(name === undefined ? { do: 'netns create' } : { do: 'netns add', name }, () => super.create(name));
  }

  override attach(name: string, ns: NetNamespace): void {
    this.perform({ do: 'netns attach', name, in: ns.fd }, () => super.attach(name, ns));
  }

  override delete(name: string): void {
    this.perform({ do: 'netns delete', name }, () => super.delete(name));
  }

  override end(ns: NetNamespace): void {
    this.perform({ do: 'netns end', in: ns.fd }, () => super.end(ns));
  }

  override watch(changed: (name: string) => void, failed: (error: Error) => void): () => void {
    const stop = super.watch(changed, failed);
    const unfollow = this.follow(() => {
      try {
        this.look();
      } catch (error) {
        failed(error as Error);
      }
    });
    return () => {
      stop();
      unfollow();
    };
  }

  override open(options: SimulatedTransportOptions): Transport {
    return new LastingSocket(this, this.kernel.transport(options));
  }

  /** Sees what others did, and what has come about with time. */
  look(): void {
    this.catchUp();
    const time = this.time();
    if (this.clock.next === undefined || this.clock.next > time) this.clock.look(time);
    else if (this.file?.writable === false) this.moveTo(time);
    else this.perform({ do: 'wait' }, () => undefined);
  }

  /** Calls `listener` when there may be something to look at, until the returned function is called. */
  follow(listener: () => void): () => void {
    this.followers.add(listener);
    this.unfollow ??= wake(
      this.file?.path,
      () => (this.clock.next ?? Number.POSITIVE_INFINITY) - this.time(),
      () => {
        for (const follower of [...this.followers]) follower();
      },
    );
    return () => {
      this.followers.delete(listener);
      if (this.followers.size > 0) return;
      this.unfollow?.();
      this.unfollow = undefined;
    };
  }

  /** Milliseconds since the machine started. */
  private time(): number {
    return Math.max(0, Date.now() - this.header.start);
  }

  private moveTo(time: number): void {
    this.clock.moveTo(time);
    this.kernel.settle();
  }

  /** Writes an act down, and does it when its turn comes. Throws what `own` throws, and SystemError where it cannot be written. */
  perform<T>(act: Act, own: () => T): T {
    const entry: Entry = { t: this.time(), by: this.token, ...act };
    const perform = () => {
      this.moveTo(entry.t);
      return own();
    };
    if (this.file === undefined || this.file.append(entry)) return perform();
    let outcome: (() => T) | undefined;
    this.catchUp(() => {
      outcome = settled(perform);
    });
    if (outcome === undefined) throw new Error(`${this.file.path} does not hold what was written to it`);
    return outcome();
  }

  /** Does what was appended to the file. */
  private catchUp(own?: () => void): void {
    for (const entry of this.file?.entries() ?? []) {
      if (entry.by === this.token) own?.();
      else this.repeat(entry);
    }
  }

  private repeat(entry: Entry): void {
    this.moveTo(entry.t);
    try {
      this.act(entry);
    } catch (error) {
      // What was refused then is refused again.
      if (!(error instanceof SystemError) && !(error instanceof NetlinkError)) throw error;
    }
  }

  private act(entry: Entry): void {
    switch (entry.do) {
      case 'netns add':
        return void super.create(entry.name);
      case 'netns create':
        return void super.create();
      case 'netns attach':
        return super.attach(entry.name, this.kernel.namespace({ fd: entry.in }));
      case 'netns delete':
        return super.delete(entry.name);
      case 'netns end':
        return super.end(this.kernel.namespace({ fd: entry.in }));
      case 'wait':
        return;
    }
    const socket = this.kernel.transport({ netns: this.kernel.namespace({ fd: entry.in }) });
    if (entry.do === 'sysctl') socket.parameters.write(entry.key, entry.value);
    else void socket.send(fromHex(entry.hex), true);
    void socket.close();
  }
}

/** What came of it, as a function that says so again. */
function settled<T>(act: () => T): () => T {
  try {
    const value = act();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
