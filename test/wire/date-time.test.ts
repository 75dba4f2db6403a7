import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseDateTime } from "../../src/wire/date-time.ts";

test.each([
  ["1970-01-01T00:00:00.5Z", 500],
  ["1970-01-01T00:00:00.5709999Z", 570],
  ["1970-01-01T01:00:00+01:00", 0],
  ["1972-06-30T23:59:60Z", Date.UTC(1972, 5, 30, 23, 59, 59)],
] as const)("%s is %d ms", (text, moment) => {
  expect(parseDateTime(text)).toBe(moment);
});

test.each([
  "",
  "0",
  "2024",
  "2024-01-15",
  "2024-01-15T10:30Z",
  "2024-01-15T10:30:00",
  "2024-02-30T10:30:00Z",
])("%j is no date-time", (text) => {
  expect(parseDateTime(text)).toBeNull();
});

test("every moment's ISO form is read back", () => {
  const dates = fc.date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(dates, (date) => expect(parseDateTime(date.toISOString())).toBe(date.getTime())));
});
