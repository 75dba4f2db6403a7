import { expect, test } from "bun:test";
import { createIds } from "../src/ids.ts";
import { ManualClock } from "./support/clock.ts";

test("ids carry their prefix and are letters and digits otherwise", () => {
  const newId = createIds(new ManualClock());
  for (const prefix of ["evt", "wh", "dlv", "key", "job"] as const)
    expect(newId(prefix)).toMatch(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`));
});

test("ids are ordered by time, within one millisecond too, and never the same", () => {
  const clock = new ManualClock();
  const newId = createIds(clock);
  const made = Array.from({ length: 5000 }, (_, i) => {
    if (i % 1000 === 999) clock.advance(1);
    return newId("evt");
  });
  expect(made).toEqual([...made].sort());
  expect(new Set(made).size).toBe(5000);
});

test("a clock that is set back does not put later ids before earlier ones", () => {
  const moments = [1_700_000_000_000, 1_600_000_000_000, 1_600_000_000_001];
  const newId = createIds({ now: () => moments.shift() ?? 0, after: () => () => undefined });
  const made = [newId("evt"), newId("evt"), newId("evt")];
  expect(made).toEqual([...made].sort());
});
