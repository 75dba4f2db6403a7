const HOUR_MS = 3_600_000;

const spans = { "1h": HOUR_MS, "24h": 24 * HOUR_MS, "7d": 168 * HOUR_MS } as const;

export type Period = keyof typeof spans;
export const periods = Object.keys(spans) as Period[];
export const isPeriod = (name: string | undefined): name is Period => name !== undefined && name in spans;

/** The query for the statistics of a period that ends now. */
export const sinceOf = (period: Period) => ({ since: new Date(Date.now() - spans[period]).toISOString() });
