// Signals that end what would go on for ever, with its files written and its sockets closed. The process then ends by the signal, as `ip` does.

import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Takes the signals over once it is asked for; the reason of the abort is the exit code a shell gives for one. The second signal ends the process at once. */
export function stopper(): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller !== undefined) return controller.signal;
    const mine = new AbortController();
    controller = mine;
    for (const name of SIGNALS) {
      process.once(name, () => {
        process.once('exit', () => process.kill(process.pid, name));
        mine.abort(128 + constants.signals[name]);
      });
    }
    return mine.signal;
  };
}
