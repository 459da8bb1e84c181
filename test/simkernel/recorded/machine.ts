// A simulated machine on which recorded command lines are run, and what is said to its kernel meanwhile.

import { kinds } from '../../../src/cli/kinds.js';
import { run, type Surroundings } from '../../../src/cli/run.js';
import { SimulatedMachine } from '../../../src/cli/sim/machine.js';
import { SimulatedSurroundings } from '../../../src/cli/sim/surroundings.js';
import { route } from '../../../src/index.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import { VirtualClock } from '../../../src/simkernel/clock.js';
import { type KernelOptions, SimulatedKernel } from '../../../src/simkernel/kernel.js';
import { promiscuity } from '../../../src/simkernel/link/promiscuity.js';
import type { NetNamespace } from '../../../src/simkernel/namespace.js';
import { expanded } from './shell.js';

/** What a command came to. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: Uint8Array;
}

/** How a command is run. */
export interface Running {
  /** Standard input, and the batch that is called `-`. */
  readonly stdin?: string;
  /** Whether it may change anything. */
  readonly admin?: boolean;
  readonly signal?: AbortSignal;
  /** Whether the process that it names, by an id of the recording's, is one that is in the namespace: it was, where that worked. */
  readonly worked?: boolean;
  /** Whether time passes meanwhile. */
  readonly passes?: boolean;
}

/** A command that cannot be run here. */
export class CannotRun extends Error {}

const NOTHING: Ran = { code: 0, stdout: '', stderr: '', bytes: new Uint8Array() };

export class Machine {
  readonly clock = new VirtualClock();
  readonly kernel: SimulatedKernel;
  private readonly machine: SimulatedMachine;
  private outside: NetNamespace | undefined;
  private privileged = true;

  constructor(
    options: Pick<KernelOptions, 'byteOrder' | 'cpus' | 'kinds' | 'encapsulations'>,
    /** What a command takes, about, in milliseconds: timers that are due in between have run. */
    private readonly takes: number,
  ) {
    this.kernel = new SimulatedKernel({ kernel: '6.18', clock: this.clock, ...options });
    this.machine = new SimulatedMachine(this.kernel);
    const open = this.machine.open.bind(this.machine);
    this.machine.open = (options) => open({ ...options, admin: this.privileged });
  }

  /** The namespace of that name; where commands are run without one. */
  namespace(name: string | undefined): NetNamespace {
    return (name === undefined ? undefined : this.machine.find(name)) ?? this.kernel.init;
  }

  /** Where a process is: in the namespace of the commands, but for the first of a machine, which is outside. */
  private namespaceOf(process: string): NetNamespace {
    if (process !== '1') return this.kernel.init;
    this.outside ??= this.kernel.createNamespace();
    return this.outside;
  }

  /** Runs a command line, its program first. Throws CannotRun where it takes more than there is here. */
  async run(words: readonly string[], running: Running = {}): Promise<Ran> {
    const [program = '', ...rest] = words;
    switch (program) {
      case 'true':
      case 'arping_some':
        return NOTHING;
      case 'sysctl':
        return this.sysctl(rest);
      case 'sleep':
        this.pass(Number(rest[0]) * 1000);
        return NOTHING;
      case 'setpriv':
        return this.run(words.slice(words.indexOf('--inh-caps=-all') + 1), { ...running, admin: false });
      case 'unshare':
        return this.run(words.slice(2), { ...running, admin: false });
      case 'ip':
        return this.ip(rest, running);
      default:
        throw new CannotRun(`the program is ${program}`);
    }
  }

  /** Those of parts that are not there are refused, as by a kernel that has not got them either. */
  private sysctl(words: readonly string[]): Ran {
    const [key = '', value = ''] = (words.at(-1) ?? '').split('=');
    try {
      this.kernel.sysctl(this.kernel.init, key, Number(value));
      return NOTHING;
    } catch (error) {
      return { ...NOTHING, code: 255, stderr: (error as Error).message };
    }
  }

  private async ip(words: readonly string[], { stdin = '', admin = true, passes = true, worked = false, signal }: Running): Promise<Ran> {
    const said = { stdout: '', stderr: '' };
    const bytes: Uint8Array[] = [];
    const io = {
      stdout: (text: string) => {
        said.stdout += text;
      },
      stderr: (text: string) => {
        said.stderr += text;
      },
      bytes: (chunk: Uint8Array) => void bytes.push(chunk),
      stdin: () => Buffer.from(stdin),
      terminal: false,
      signal,
    };
    const around = (there: SimulatedSurroundings): Surroundings => ({
      kinds,
      protocol: route as never,
      enter: (options) => there.enter(options),
      open: (options) => there.open(options),
      batch: (name) => expanded(name) ?? stdin,
      namespaces: (options) => there.namespaces(options),
    });
    if (!admin && words[0] === 'netns') throw new CannotRun('what a file system lets do is not simulated');
    this.privileged = admin;
    const told = words.map((word, i) => (worked && words[i - 1] === 'netns' && /^\d+$/.test(word) ? String(this.namespaceOf(word).pid) : word));
    const starter = { run: (argv: readonly string[], there: SimulatedSurroundings) => run(argv, io, around(there)), stderr: io.stderr };
    const code = await run(told, io, around(new SimulatedSurroundings(this.machine, starter)));
    if (passes) this.pass(this.takes);
    return { code, ...said, bytes: Buffer.concat(bytes) };
  }

  /** A program captures what passes a link, all of it: nothing that is asked for through netlink. */
  capture(name: string): void {
    const dev = this.kernel.init.links.find(name);
    if (dev !== undefined) promiscuity(dev, 1);
  }

  /** Lets time pass: what is under way is done. */
  pass(milliseconds: number): void {
    this.clock.advance(milliseconds);
    this.kernel.settle();
  }

  /** What is said while `section` runs. */
  async overheard<T>(section: () => Promise<T>): Promise<{ readonly result: T; readonly said: readonly CapturedDatagram[] }> {
    const said: CapturedDatagram[] = [];
    const end = this.kernel.transcript((datagram) => void said.push(datagram));
    try {
      return { result: await section(), said };
    } finally {
      end();
    }
  }
}
