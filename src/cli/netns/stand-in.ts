// A program that is started where `ip` would become it: this process stands in for it until it ends. iproute2: lib/exec.c: cmd_exec().

import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';

/** All that a terminal is in front of hears of its keys: the program does by itself. */
const KEYS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const SIGNALS: readonly NodeJS.Signals[] = [...KEYS, 'SIGTERM', 'SIGHUP'];

/** Hands on the signals that this process is sent from before the program is started. Resolves to the exit code, which is a shell's where a signal ended it; rejects where it could not be started. */
export async function standIn(start: () => ChildProcess): Promise<number> {
  const terminal = [0, 1, 2].some((fd) => isatty(fd));
  let program: ChildProcess | undefined;
  const handOn = (signal: NodeJS.Signals): void => {
    if (!(terminal && KEYS.includes(signal))) program?.kill(signal);
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
