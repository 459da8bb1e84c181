// Which entries of a recording are one program's, as far as can be told: by its sockets, or by their ports.

import type { Entry } from '../../netlink/capture/entry.js';

/** The kernel gives a socket the process's id as its port, and each further one of the process a port beyond this: netlink_autobind(). */
const FURTHER = 0x8000_0000;

/** The entries of one program, in order. */
export interface Program {
  readonly name: string;
  readonly entries: Entry[];
  /** Those of sockets that may be this program's too; what they tell of links serves to find names. */
  readonly around: Entry[];
}

/** Undefined for a socket whose program cannot be told. */
function programOf({ socket, port }: Entry): string | undefined {
  if (socket !== undefined) return socket.includes('/') ? socket.slice(0, socket.lastIndexOf('/')) : 'sockets';
  return port === undefined || port >= FURTHER ? undefined : `port ${port}`;
}

/** The programs in the order of their first requests. Where all are further sockets, each is one by itself. */
export function programsOf(entries: readonly Entry[]): Program[] {
  const requests = entries.filter(({ kind }) => kind === 'request' || kind === 'dump');
  const known = requests.some((entry) => programOf(entry) !== undefined);
  const programs = new Map<string, Program>();
  let last: Program | undefined;
  let before: Entry[] = [];
  for (const entry of requests) {
    const name = programOf(entry) ?? (known ? undefined : `port ${entry.port ?? 'unknown'}`);
    if (name === undefined) {
      last?.around.push(entry);
      before.push(entry);
      continue;
    }
    const program: Program = programs.get(name) ?? { name, entries: [], around: [] };
    programs.set(name, program);
    if (program !== last) for (const one of before) program.around.push(one);
    program.entries.push(entry);
    last = program;
    before = [];
  }
  return [...programs.values()];
}
