/**
 * The scale on which latencies are counted: each bucket reaches 1.2 times as far as the one before. A bucket is told as the
 * geometric middle of its ends, so that a percentile is off by at most the square root of that: 9.6 %. The first bucket is
 * all below 0.1 ms, the last all from 372 s on, beyond the longest timeout.
 */
const GROWTH = 1.2;
const FIRST_MS = 0.1;
const BOUNDS = Array.from({ length: 84 }, (_, i) => FIRST_MS * GROWTH ** i);

/** The bucket of a number of milliseconds, as an SQL expression over that of `column`: seven comparisons a row. */
export function bucketSql(column: string, low = 0, high = BOUNDS.length): string {
  if (low === high) return String(low);
  const middle = Math.ceil((low + high) / 2);
  const below = bucketSql(column, low, middle - 1);
  return `CASE WHEN ${column} < ${BOUNDS[middle - 1]} THEN ${below} ELSE ${bucketSql(column, middle, high)} END`;
}

/** How many were counted in each bucket. */
export type Histogram = Map<number, number>;

/** What `share` (0 to 1) of the counted ones took at most, in milliseconds: the nearest rank, within 10 %. Null for none. */
export function percentile(histogram: Histogram, share: number): number | null {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.max(1, Math.ceil(share * total));
  for (const [bucket, count] of buckets) {
    left -= count;
    if (left <= 0) return middleOf(bucket);
  }
  return null;
}

function middleOf(bucket: number): number {
  const low = bucket === 0 ? FIRST_MS / GROWTH : FIRST_MS * GROWTH ** (bucket - 1);
  return Number((low * Math.sqrt(GROWTH)).toPrecision(4));
}
