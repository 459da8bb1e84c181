// A bar for recordings that take a while, on standard error where that is a terminal. Its library is loaded when there is one to show,
// and where it was not installed there is none.

/** Bytes of a recording that is worth a bar. */
const LONG = 16 << 20;

/** Tells how far it got. */
export interface Progress {
  at(position: number): void;
  end(): void;
}

const none: Progress = { at: () => undefined, end: () => undefined };

/** A bar for `size` bytes, if it is wanted there. */
export async function progressOf(size: number, terminal: boolean): Promise<Progress> {
  if (!terminal || size < LONG) return none;
  try {
    const { SingleBar, Presets } = await import('cli-progress');
    const bar = new SingleBar(
      { format: '{bar} {percentage}%  {eta_formatted} left', clearOnComplete: true, hideCursor: false, stream: process.stderr, barsize: 40 },
      Presets.shades_classic,
    );
    bar.start(size, 0);
    return { at: (position) => bar.update(Math.min(position, size)), end: () => bar.stop() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return none;
    throw error;
  }
}
