// What the kernel leaves to its workers: done in order, once whoever holds the rtnl lock has let it go.

/** A queue of tasks; those that come up meanwhile are done in the same run. */
export class Deferred {
  private tasks: (() => void)[] = [];
  private running = false;

  push(task: () => void): void {
    this.tasks.push(task);
  }

  run(): void {
    if (this.running) return;
    this.running = true;
    try {
      while (this.tasks.length > 0) {
        const now = this.tasks;
        this.tasks = [];
        for (const task of now) task();
      }
    } finally {
      this.running = false;
    }
  }
}
