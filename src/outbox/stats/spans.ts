/** Into what stretches attempts and events are counted: each is in one of every kind. In UTC, in milliseconds. */
export const spans = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export type Span = keyof typeof spans;

/** How long the counts of a stretch are kept after it, in milliseconds: the finer, the more rows they are. */
export const kept: Record<Span, number> = {
  minute: 2 * spans.day,
  hour: 90 * spans.day,
  day: 400 * spans.day,
};

export const spanNames = Object.keys(spans) as Span[];

/** In the place of a webhook's `seq`: all webhooks together, so that a sum over a thousand of them is as quick as one. */
export const ALL_WEBHOOKS = 0;

/** In the place of a tenant's id: all tenants together. No tenant can be called so. */
export const ALL_TENANTS = "";

/** The moment before which nothing of a span is kept, on the boundary of such a stretch. */
export function keptSince(span: Span, now: number): number {
  const since = now - kept[span];
  return since - (since % spans[span]);
}
