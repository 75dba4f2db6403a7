import { utcMilliseconds } from "./calendar.ts";

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** The years that RFC 3339 can write, in UTC. */
const EARLIEST = Date.parse("0000-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * Epoch milliseconds of a complete RFC 3339 date-time (finer fractions are cut off); null for anything else: a date
 * alone, 30 February, 25:00, a moment outside the years 0 to 9999 in UTC, or a leap second anywhere but at the end
 * of a UTC day. A leap second counts as the second before it.
 */
export function parseDateTime(text: string): number | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const local = utcMilliseconds({ year, month, day, hour, minute, second });
  const offset = offsetMilliseconds(match[8], Number(match[9]), Number(match[10]));
  if (local === null || offset === null) return null;
  const moment = local - offset + Number(`${match[7] ?? ""}000`.slice(0, 3));
  if (moment < EARLIEST || moment > LATEST || (second === 60 && !endsDay(moment))) return null;
  return moment;
}

function endsDay(moment: number): boolean {
  return new Date(moment).toISOString().slice(11, 16) === "23:59";
}

function offsetMilliseconds(sign: string | undefined, hours: number, minutes: number): number | null {
  if (sign === undefined) return 0;
  if (hours > 23 || minutes > 59) return null;
  return (hours * 60 + minutes) * 60_000 * (sign === "-" ? -1 : 1);
}
