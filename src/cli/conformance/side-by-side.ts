// Work side by side, told in its order.

/**
 * What `work` makes of each, in the order of `all`; up to `jobs` are under way at a time. Once the signal comes, one fails, or nobody takes
 * results any more, none is begun; those under way find their end first.
 */
export async function* sideBySide<T, R>(all: readonly T[], jobs: number, signal: AbortSignal | undefined, work: (one: T) => Promise<R>): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  let under = 0;
  let ended = false;
  const begin = () => {
    while (under < jobs && begun.length < all.length && !ended && signal?.aborted !== true) {
      const result = work(all[begun.length] as T);
      begun.push(result);
      under++;
      result.then(next, next);
    }
  };
  const next = () => {
    under--;
    begin();
  };
  try {
    begin();
    // One that has ended has begun the next before it is told.
    for (let i = 0; i < begun.length; i++) yield await (begun[i] as Promise<R>);
  } finally {
    ended = true;
    await Promise.allSettled(begun);
  }
}
