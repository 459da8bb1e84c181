// One run of one program: in its namespace, with its figures.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Namespace } from '../src/netlink/socket/namespace.js';
import type { Peer } from './peers.js';
import { type Figures, isSlow, type Workload } from './workloads.js';

const TIMEOUT = 120_000;

export interface Measuring {
  readonly namespace: Namespace;
  /** Where links.bin and routes.bin are. */
  readonly data: string;
  readonly tool: string;
}

/** Rejects, saying why, where the program failed. */
export async function measure(peer: Peer, workload: Workload, isLimit: boolean, { namespace, data, tool }: Measuring): Promise<Figures> {
  const [command = '', ...first] = peer.command;
  const [name = '', n] = isLimit ? (workload.limitArgs ?? workload.args) : workload.args;
  const count = isSlow(peer.name) && workload.n !== undefined ? String(workload.n) : n;
  const args = [...first, name, ...(count === undefined ? [] : [count])];
  const env = { ...process.env, K: String(isSlow(peer.name) ? Math.min(workload.rounds, 2) : workload.rounds), ...peer.env, ...workload.env };
  const start = performance.now();
  const child = namespace.run(() => spawn(command, args, { cwd: data, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT }));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const lines = await output(child, () => {
    if (workload.events !== undefined) makeEvents(tool, workload.events, namespace);
  });
  const wall = performance.now() - start;
  const line = lines.find((one) => one.startsWith('{'));
  if (child.exitCode !== 0 || (line === undefined && !workload.starts))
    throw new Error(`ended with ${child.exitCode ?? child.signalCode}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return { ...(line === undefined ? {} : (JSON.parse(line) as Figures)), wall_ms: wall };
}

async function output(child: ChildProcess, ready: () => void): Promise<string[]> {
  const lines: string[] = [];
  if (child.stdout === null) throw new Error('no output');
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'READY') ready();
    else lines.push(line);
  }
  await closed;
  return lines;
}

/** While the program under measurement reads in a process of its own. */
function makeEvents(tool: string, events: readonly string[], namespace: Namespace): void {
  const { status, stderr } = namespace.run(() => spawnSync(tool, events, { encoding: 'utf8' }));
  if (status !== 0) throw new Error(`no events were made: ${stderr}`);
}
