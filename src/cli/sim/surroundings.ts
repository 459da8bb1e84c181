// What a command meets on a simulated machine, in place of this one's kernel and namespaces.

import { basename } from 'node:path';
import { errnoText } from '../../netlink/errno.js';
import { ENOENT } from '../../netlink/errno-numbers.js';
import { RECEIVE_QUEUE } from '../../netlink/socket/socket.js';
import type { Transport } from '../../netlink/transport.js';
import { UsageError } from '../../rtnl/words.js';
import type { NetNamespace } from '../../simkernel/namespace.js';
import type { NamespaceFiles } from '../namespaces.js';
import type { Options } from '../options.js';
import type { SimulatedMachine } from './machine.js';

/** What a simulated machine starts programs with. */
export interface Starter {
  /** Runs a command line of ours there; resolves to its exit code. */
  run(argv: readonly string[], there: SimulatedSurroundings): Promise<number>;
  stderr(text: string): void;
}

/** How programs are called that are this one: none but these runs on a simulated machine. */
const OURS: Readonly<Record<string, readonly string[]>> = { ip: [], rtnl: [], sysctl: ['sysctl'] };

const cannotOpen = (name: string): string => `Cannot open network namespace "${name}": ${errnoText(ENOENT)}\n`;

/** The part of a command's surroundings that the machine is. */
export class SimulatedSurroundings {
  constructor(
    private readonly machine: SimulatedMachine,
    private readonly starter: Starter,
    /** Where the command is, unless -n leads elsewhere. */
    private readonly here: NetNamespace = machine.kernel.init,
  ) {}

  /** Looks whether the namespaces of -n are there. Throws UsageError. */
  enter({ namespaces }: Options): void {
    for (const netns of namespaces) this.where({ netns });
  }

  /** Opens a socket as the real one is opened: SO_RCVBUF counts twice what was asked for. */
  open({ netns, receiveBuffer = RECEIVE_QUEUE }: Pick<Options, 'netns' | 'receiveBuffer'>): Transport {
    return this.machine.open({ netns: this.where({ netns }), receiveBuffer: 2 * receiveBuffer });
  }

  namespaces(options: Pick<Options, 'netns'>): NamespaceFiles {
    const { machine } = this;
    return {
      list: () => machine.list(),
      open: (name) => this.find(name, options)?.fd,
      close: () => undefined,
      create: async (name) => void machine.create(name),
      attach: async (name, pid) => machine.attach(name, machine.expect(pid)),
      delete: (name) => machine.delete(name),
      identify: (pid) => machine.nameOf(pid === undefined ? this.where(options) : machine.expect(pid)),
      processes(name) {
        machine.expect(name);
        // No process is simulated.
        return [];
      },
      watch: (changed, failed) => machine.watch(changed, failed),
      execute: (name, command) => this.execute(name, command, options),
      // No process is in a VRF there.
      executeOutsideVrfs: (_, command) => this.start(this.where(options), command),
    };
  }

  private async execute(name: string, command: readonly string[], options: Pick<Options, 'netns'>): Promise<number> {
    const ns = this.find(name, options);
    if (ns === undefined) {
      this.starter.stderr(cannotOpen(name));
      return 255;
    }
    return this.start(ns, command);
  }

  private async start(ns: NetNamespace, [program = '', ...words]: readonly string[]): Promise<number> {
    const ours = OURS[basename(program)];
    if (ours !== undefined) return this.starter.run([...ours, ...words], new SimulatedSurroundings(this.machine, this.starter, ns));
    this.starter.stderr(`exec of "${program}" failed: on a simulated kernel nothing runs but ip, rtnl and sysctl\n`);
    return 1;
  }

  private find(name: string, options: Pick<Options, 'netns'>): NetNamespace | undefined {
    return /^\/proc\/(self|thread-self)\/ns\/net$/.test(name) ? this.where(options) : this.machine.find(name);
  }

  private where({ netns }: Pick<Options, 'netns'>): NetNamespace {
    if (netns === undefined) return this.here;
    const ns = this.machine.find(netns);
    if (ns === undefined) throw new UsageError(cannotOpen(netns));
    return ns;
  }
}
