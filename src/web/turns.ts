// Long work in short turns: a page that reads or searches a large recording still scrolls.

/** Milliseconds of work between two turns: half a frame at 60 Hz. */
const SLICE = 8;

/** Work done in slices. `due` tells that a slice is used up, `next` lets the page have its turn. */
export class Turns {
  private end = performance.now() + SLICE;

  /** Whether the slice is used up. */
  get due(): boolean {
    return performance.now() >= this.end;
  }

  /** Resolves once what waited (input, painting) had its turn. */
  async next(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
    port1.close();
    this.end = performance.now() + SLICE;
  }
}
