/** A moment's parts as a text wrote them; month and day count from 1. */
export type CivilTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

/** A leap second counts as the second before it: Date has no 60, and most receivers' parsers refuse one. */
const LAST_SECOND = 59;

/**
 * The moment of `time` in UTC, as epoch milliseconds; null when the calendar has no such moment (30 February,
 * 24:00). A second of 60 is taken for 59; whether a leap second may stand there is the caller's to judge.
 */
export function utcMilliseconds(time: CivilTime): number | null {
  if (time.hour > 23 || time.minute > 59 || time.second > 60) return null;
  // setUTCFullYear, because Date.UTC reads the years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  if (date.getUTCMonth() !== time.month - 1 || date.getUTCDate() !== time.day) return null;
  return date.setUTCHours(time.hour, time.minute, Math.min(time.second, LAST_SECOND));
}
