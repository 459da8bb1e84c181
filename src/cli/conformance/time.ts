// Time, as the kit needs it: a pause, and an end to what finds none.

export class TimeOut extends Error {}

/** Resolves after so many milliseconds. */
export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));

/** In how many parts time passes that is allowed. */
const PARTS = 10;

/**
 * What `work` comes to. Rejects with TimeOut where that takes longer; what is under way then goes on, and nobody hears of it. Time in which this
 * process itself was held up (a kernel call that waits) counts as one part at most: others may have been ready long before.
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    let passed = 0;
    timer = setInterval(() => {
      if (++passed === PARTS) reject(new TimeOut(`no end within ${milliseconds / 1000} s`));
    }, milliseconds / PARTS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearInterval(timer);
  }
}
