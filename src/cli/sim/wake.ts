// When whoever follows a simulated machine is to look again: as its file grows, and as time comes for what is due. Nothing is polled.

const { watch } = process.getBuiltinModule('node:fs');

/** The longest that setTimeout waits. */
const FOREVER = 2 ** 31 - 1;

/** Calls `tell`, now and then again, and after each time asks how many milliseconds are left until something is due; until the returned function is called. */
export function wake(file: string | undefined, left: () => number, tell: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = () => {
    tell();
    clearTimeout(timer);
    // What is told may have been what they waited for.
    if (stopped) return;
    timer = setTimeout(look, Math.min(FOREVER, Math.max(0, left())));
  };
  const watcher = file === undefined ? undefined : watch(file, look);
  look();
  return () => {
    stopped = true;
    clearTimeout(timer);
    watcher?.close();
  };
}
