import type { Profile } from "./types.ts";

/** When an attempt is made, in seconds since the first: in between `earliest` and `latest` with jitter. */
export type Attempt = { number: number; delay: number; total: number; earliest: number; latest: number };

export function attemptsOf({ delays_seconds: delays, jitter }: Profile["retry"]): Attempt[] {
  let total = 0;
  return [0, ...delays].map((delay, index) => {
    total += Number.isFinite(delay) ? delay : 0;
    return { number: index + 1, delay, total, earliest: total * (1 - jitter), latest: total * (1 + jitter) };
  });
}

/** A place on a logarithmic line from 0 to `end` seconds, from 0 to 100: the first seconds and the last days can both be told apart. */
export const placeOf = (seconds: number, end: number): number =>
  end <= 0 ? 0 : (100 * Math.log1p(seconds)) / Math.log1p(end);

const TICKS = [
  1, 5, 15, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 345_600, 604_800, 2_592_000,
  31_536_000,
];

/** Round moments to write below the line, none nearer than `gap` to the one before. */
export function ticksOf(end: number, gap: number): number[] {
  const shown: number[] = [];
  let last = 0;
  for (const tick of TICKS) {
    const place = placeOf(tick, end);
    if (tick > end || place - last < gap) continue;
    shown.push(tick);
    last = place;
  }
  return shown;
}

/** The attempts that have room for their number above the line. */
export function labelled(attempts: readonly Attempt[], end: number, gap: number): Set<number> {
  const shown = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const { number, total } of attempts) {
    const place = placeOf(total, end);
    if (place - last < gap) continue;
    shown.add(number);
    last = place;
  }
  return shown;
}
