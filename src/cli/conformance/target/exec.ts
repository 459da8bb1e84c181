// A program that stands for what is tested: `--target exec:COMMAND`. It is started once; again, where a case ended it or did not find its end.

import type { ByteOrder } from '../../../netlink/byte-order.js';
import { errnoOf, errnoText } from '../../../netlink/errno.js';
import type { CaseSocket } from '../suite.js';
import { pause, TimeOut, within } from '../time.js';
import { CAP_ACK, CLEAR, DELETE_NAMESPACE, EXTENDED_ACK, HELLO, JOIN, NAMESPACE, numberAt, POLL, PROTOCOL, SEND, SOCKET, STRICT } from './frames.js';
import { Program } from './program.js';
import { type Port, type Stage, type Target, TargetError, Unsupported } from './target.js';

/** A program that hands over what it has whenever it is asked needs little. */
const PATIENCE = 1000;

interface Hello {
  readonly program: Program;
  readonly byteOrder: ByteOrder;
  readonly kernel: string;
}

/** Asks, and takes a refusal for what it is. */
async function asked(program: Program, what: string, type: number, numbers: readonly number[], rest?: Uint8Array): Promise<Uint8Array> {
  const { errno, data } = await program.ask(type, numbers, rest);
  if (errno === errnoOf('EOPNOTSUPP')) throw new Unsupported(`the program cannot ${what}`);
  if (errno !== 0) throw new TargetError(`the program could not ${what}: ${errnoText(errno)}`);
  return data;
}

function u32Of(data: Uint8Array, what: string): number {
  if (data.length !== 4) throw new TargetError(`the program answered "${what}" with ${data.length} bytes in place of a number of four`);
  return numberAt(data, 0);
}

async function start(command: string, timeout: number): Promise<Hello> {
  const program = new Program(command);
  try {
    const data = await within(timeout, asked(program, 'say hello', HELLO, [PROTOCOL]));
    if (data.length < 2 || (data[0] as number) > 1) throw new TargetError(`${command} answered HELLO with neither byte order nor kernel release`);
    return { program, byteOrder: data[0] === 1 ? 'big' : 'little', kernel: Buffer.from(data.subarray(1)).toString() };
  } catch (error) {
    program.kill();
    throw error instanceof TimeOut ? new TargetError(`${command} did not answer HELLO within ${timeout / 1000} s`, true) : error;
  }
}

/** Rejects with TargetError where it cannot be started, or does not say what it is. `timeout` in milliseconds. */
export async function execTarget(command: string, timeout: number): Promise<Target> {
  let current = await start(command, timeout);
  return {
    name: `exec:${command}`,
    kernel: current.kernel,
    byteOrder: current.byteOrder,
    jobs: 1,
    may: () => true,
    async stage() {
      if (!current.program.ready) {
        current.program.kill();
        current = await start(command, timeout);
      }
      return new ExecStage(current.program);
    },
    async close() {
      current.program.kill();
    },
  };
}

class ExecStage implements Stage {
  readonly patience = PATIENCE;
  private namespaces = 0;
  private sockets = 0;

  constructor(private readonly program: Program) {}

  async createNamespace(): Promise<number> {
    const what = 'make a namespace';
    return u32Of(await asked(this.program, what, NAMESPACE, [this.namespaces++]), what);
  }

  async deleteNamespace(number: number): Promise<void> {
    await asked(this.program, 'delete a namespace', DELETE_NAMESPACE, [number]);
  }

  async open({ namespace = 0, strict = true, extendedAck = true, capAck = false }: CaseSocket): Promise<Port> {
    const { program } = this;
    const number = this.sockets++;
    const options = (strict ? STRICT : 0) | (extendedAck ? EXTENDED_ACK : 0) | (capAck ? CAP_ACK : 0);
    const what = 'open such a socket';
    const id = u32Of(await asked(program, what, SOCKET, [number, namespace, options]), what);
    return {
      id,
      join: async (group) => void (await asked(program, `join group ${group}`, JOIN, [number, group])),
      send: async (datagram) => void (await asked(program, 'take a datagram', SEND, [number], datagram)),
      received: () => program.received(number),
    };
  }

  async wait(milliseconds: number): Promise<void> {
    await pause(milliseconds);
    await asked(this.program, 'say what has come', POLL, []);
  }

  /** One that is still at work on something is ended: the next case starts another. */
  async close(): Promise<void> {
    if (this.program.ready) await asked(this.program, 'clear away', CLEAR, []);
    else this.program.kill();
  }
}
