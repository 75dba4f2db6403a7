import { invalid } from "../../http/problem.ts";
import { iso, momentOf } from "../../http/time.ts";
import { kept, keptSince, type Span, spanNames, spans } from "../../outbox/stats/spans.ts";
import type { PeriodQuery } from "./model.ts";

/** Whole buckets from `since` to before `until`, in epoch milliseconds. */
export type Period = { since: number; until: number; bucket: Span };

const MAX_POINTS = 1500;

/** Up to which length of the period `auto` takes a bucket, in milliseconds: about 200 points. */
const longest: Record<Span, number> = {
  minute: 3 * spans.hour,
  hour: 8 * spans.day,
  day: Number.POSITIVE_INFINITY,
};

/** The period that is asked for; the last day unless said otherwise. Throws 422 for one that has too many points or is gone. */
export function periodOf({ since: from, until: to, bucket = "auto" }: PeriodQuery, now: number): Period {
  const until = to === undefined ? now : momentOf(to, "/query/until");
  const since = from === undefined ? until - spans.day : momentOf(from, "/query/since");
  if (since >= until) throw invalid([{ pointer: "/query/since", detail: `must be before ${iso(until)}` }]);
  const period = wholeBuckets(since, until, bucket === "auto" ? finest(since, until, now) : bucket);
  refuseGone(period, now);
  refuseTooMany(period);
  return period;
}

/** Where each bucket begins. */
export function pointsOf({ since, until, bucket }: Period): number[] {
  return Array.from({ length: (until - since) / spans[bucket] }, (_, i) => since + i * spans[bucket]);
}

export function wholeBuckets(since: number, until: number, bucket: Span): Period {
  const span = spans[bucket];
  return { since: Math.floor(since / span) * span, until: Math.ceil(until / span) * span, bucket };
}

const finest = (since: number, until: number, now: number): Span =>
  spanNames.find((span) => until - since <= longest[span] && since >= keptSince(span, now)) ?? "day";

function refuseGone({ since, bucket }: Period, now: number): void {
  if (since >= keptSince(bucket, now)) return;
  const reach = `${kept[bucket] / spans.day} days`;
  if (bucket === "day") throw invalid([{ pointer: "/query/since", detail: `may lie at most ${reach} back` }]);
  const coarser = spanNames[spanNames.indexOf(bucket) + 1];
  throw invalid([{ pointer: "/query/bucket", detail: `goes back ${reach} only; choose ${coarser}` }]);
}

function refuseTooMany(period: Period): void {
  const { since, until, bucket } = period;
  const points = (until - since) / spans[bucket];
  if (points <= MAX_POINTS) return;
  const coarser = spanNames.find((span) => (until - since) / spans[span] < MAX_POINTS);
  const pointer = coarser ? "/query/bucket" : "/query/since";
  const detail = `makes ${points} points and ${MAX_POINTS} are the most; choose ${coarser ?? "a shorter period"}`;
  throw invalid([{ pointer, detail }]);
}
