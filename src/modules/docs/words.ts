/** `a`, `a and b`, `a, b and c`. */
export function listed(items: string[], joint = "and"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${joint} ${last}`;
}

export const code = (text: string) => `\`${text}\``;

/** `1 webhook`, `3 webhooks`. */
export const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

type Piece = [count: number, unit: (typeof UNITS)[number][0]];

/** Whole days, hours and minutes, and what is left in seconds, to the millisecond. */
function pieces(seconds: number): Piece[] {
  let left = Math.round(seconds * 1000);
  return UNITS.flatMap(([unit, size]): Piece[] => {
    const count = unit === "second" ? left / 1000 : Math.floor(left / (size * 1000));
    left -= count * size * 1000;
    return count > 0 ? [[count, unit]] : [];
  });
}

/** A length of time in words: `5 minutes`, `1 hour 30 minutes`, `0 seconds`. */
export function duration(seconds: number): string {
  const parts = pieces(seconds).map(([count, unit]) => counted(count, unit));
  return parts.length === 0 ? "0 seconds" : parts.join(" ");
}

/** As `duration`, but for sums: `35 seconds`, `5m 35s`, `2h 35m 35s`. */
export function total(seconds: number): string {
  const parts = pieces(seconds);
  return seconds < 60 ? duration(seconds) : parts.map(([count, unit]) => `${count}${unit[0]}`).join(" ");
}
