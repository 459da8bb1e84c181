// A program that is started where `ip` would become it: this process stands in for it until it ends. iproute2: lib/exec.c: cmd_exec().

import { constants } from 'node:os';
import { isatty } from 'node:tty';

/** All that a terminal is in front of hears of its keys: the program does by itself. */
const KEYS = ['SIGINT', 'SIGQUIT'] as const;
const SIGNALS = [...KEYS, 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

/** What is needed of a ChildProcess. */
interface Program {
  kill(signal: Signal): unknown;
  once(event: 'error', listener: (error: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
}

/** Hands on the signals that this process is sent from before the program is started. Resolves to the exit code, which is a shell's where a signal ended it; rejects where it could not be started. */
export async function standIn(start: () => Program): Promise<number> {
  const terminal = [0, 1, 2].some((fd) => isatty(fd));
  let program: Program | undefined;
  const handOn = (signal: Signal): void => {
    if (!(terminal && (KEYS as readonly Signal[]).includes(signal))) program?.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, handOn);
  try {
    const started = start();
    program = started;
    return await new Promise((resolve, reject) => {
      started.once('error', reject);
      started.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]));
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, handOn);
  }
}
