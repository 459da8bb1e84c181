// How long things took, in bounded memory: exactly while they are few, then in buckets a hundredth wide.

/** Times that are kept one by one. */
const EXACT = 4096;

/** Each bucket is this much wider than the one before. */
const STEP = Math.log(1.01);

const bucketOf = (time: number): number => (time < 1 ? 0 : 1 + Math.floor(Math.log(time) / STEP));

/** The middle of a bucket. */
const middle = (bucket: number): number => (bucket === 0 ? 0 : Math.exp((bucket - 0.5) * STEP));

export class Latencies {
  count = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  private exact: number[] = [];
  private readonly buckets = new Map<number, number>();

  add(time: number): void {
    this.count++;
    this.min = Math.min(this.min, time);
    this.max = Math.max(this.max, time);
    if (this.count <= EXACT) this.exact.push(time);
    const bucket = bucketOf(time);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    if (this.count > EXACT) this.exact = [];
  }

  /** Smallest, median, the one that 99 of 100 do not pass, largest. */
  told(): [min: number, median: number, p99: number, max: number] {
    return [this.min, this.at(0.5), this.at(0.99), this.max];
  }

  /** The nearest-rank quantile. */
  private at(quantile: number): number {
    const rank = Math.max(1, Math.ceil(quantile * this.count));
    if (this.exact.length > 0) return [...this.exact].sort((a, b) => a - b)[rank - 1] ?? 0;
    let passed = 0;
    for (const [bucket, count] of [...this.buckets].sort(([a], [b]) => a - b)) {
      passed += count;
      if (passed >= rank) return Math.min(this.max, Math.max(this.min, middle(bucket)));
    }
    return this.max;
  }
}
