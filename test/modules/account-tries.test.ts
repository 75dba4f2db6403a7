import { expect, test } from "bun:test";
import { AccountTries } from "../../src/modules/session/account-tries.ts";

const HOUR_MS = 3_600_000;

/** Tries at one account until one has to wait; returns the waits. */
function waits(tries: AccountTries, count: number, from = 0): number[] {
  let now = from;
  return Array.from({ length: count }, (_, i) => {
    const wait = tries.take("ada", `198.51.100.${i % 250}`, now);
    now += wait;
    if (wait > 0) tries.take("ada", "x", now);
    return wait;
  });
}

test("a hundred tries at an account cost nothing, and each one after them doubles the wait", () => {
  const tries = new AccountTries();
  expect(waits(tries, 100)).toEqual(Array(100).fill(0));
  expect(waits(tries, 12)).toEqual([
    ...[2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 900_000, 900_000, 900_000],
  ]);
});

test("who has signed in from an address never waits there, and an hour of silence ends the waits", () => {
  const tries = new AccountTries();
  tries.succeeded("ada", "203.0.113.1");
  waits(tries, 100);
  expect(tries.take("ada", "203.0.113.1", 0)).toBe(0);
  expect(tries.take("ada", "203.0.113.2", 0)).toBeGreaterThan(0);
  expect(tries.take("ada", "203.0.113.2", 2 * HOUR_MS)).toBe(0);
  expect(tries.take("ada", "203.0.113.2", 2 * HOUR_MS)).toBe(0);
});
