import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseRetryAfter } from "../../src/wire/retry-after.ts";

const now = Date.UTC(1994, 10, 6, 8, 49, 0);

test.each([
  ["0", 0],
  ["120", 120_000],
  [" 120 ", 120_000],
  ["999999999", 999_999_999_000],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 37_000],
  ["Sunday, 06-Nov-94 08:49:37 GMT", 37_000],
  ["Sun Nov  6 08:49:37 1994", 37_000],
  ["Sun, 06 Nov 1994 08:48:00 GMT", 0],
  ["Sat, 31 Dec 1994 23:59:60 GMT", Date.UTC(1994, 11, 31, 23, 59, 59) - now],
  ["Sunday, 06-Nov-44 08:49:37 GMT", Date.UTC(2044, 10, 6, 8, 49, 37) - now],
  ["Sunday, 06-Nov-45 08:49:37 GMT", 0],
] as [string, number][])("%j means %d ms", (value, wait) => {
  expect(parseRetryAfter(value, now)).toBe(wait);
});

test.each([
  null,
  "",
  "-1",
  "+5",
  "1.5",
  "1e3",
  "0x10",
  "1234567890",
  "120, 60",
  "tomorrow",
  "2024-01-15T10:30:00Z",
  "Sun, 6 Nov 1994 08:49:37 GMT",
  "Sun, 06 Nov 1994 08:49:37 +0000",
  "Sun, 31 Feb 1994 08:49:37 GMT",
  "Sun, 06 Nov 1994 24:00:00 GMT",
  "sun, 06 nov 1994 08:49:37 gmt",
  "Sun, 06 Nov 1994 08:49:37 GMT; x",
])("%j means nothing", (value) => {
  expect(parseRetryAfter(value, now)).toBeNull();
});

test("every moment's IMF-fixdate is read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e9 }), (seconds) => {
      expect(parseRetryAfter(new Date(seconds * 1000).toUTCString(), 0)).toBe(seconds * 1000);
    }),
  );
});
