import { describe, expect, test } from "bun:test";
import { disableReason, type Health, healthState, limitNotice } from "../../src/wire/health.ts";
import { profileOf } from "./subject.ts";

const HOUR = 3_600_000;
const start = Date.UTC(2024, 0, 15);
const failing = (consecutiveFailures: number): Health => ({
  consecutiveFailures,
  failingSince: start,
  lastSuccess: null,
  lastFailure: start,
});
const untouched: Health = {
  consecutiveFailures: 0,
  failingSince: null,
  lastSuccess: null,
  lastFailure: null,
};

describe("healthState", () => {
  test.each([
    [1, "healthy"],
    [4, "healthy"],
    [5, "warning"],
    [9, "warning"],
    [10, "failing"],
  ] as const)("%d failures in a row are %s under Orki", (failures, state) => {
    expect(healthState(profileOf("orki"), failing(failures))).toBe(state);
  });

  test("is idle before any attempt and healthy after a success", () => {
    expect(healthState(profileOf("orki"), untouched)).toBe("idle");
    expect(healthState(profileOf("orki"), { ...untouched, lastSuccess: start, lastFailure: start })).toBe(
      "healthy",
    );
  });
});

describe("disabling", () => {
  test("Orisha disables at the hundredth failure in a row, however quick", () => {
    const orisha = profileOf("orisha");
    expect(disableReason(orisha, failing(99), start + 9999 * HOUR)).toBeNull();
    expect(disableReason(orisha, failing(100), start)).toBe("consecutive_failures");
  });

  test("the standard profile disables after 120 h of failing, if at least 5 attempts failed", () => {
    const standard = profileOf("standard");
    expect(disableReason(standard, failing(5), start + 120 * HOUR - 1)).toBeNull();
    expect(disableReason(standard, failing(5), start + 120 * HOUR)).toBe("failing_too_long");
    expect(disableReason(standard, failing(4), start + 9999 * HOUR)).toBeNull();
    expect(disableReason(standard, untouched, start)).toBeNull();
  });

  test("Organiko, AIQ, OrderEazi and Orki never disable", () => {
    for (const name of ["organiko", "aiq", "ordereazi", "orki"]) {
      expect(disableReason(profileOf(name), failing(1e6), start + 1e6 * HOUR)).toBeNull();
      expect(limitNotice(profileOf(name), failing(1e6), start + 1e6 * HOUR)).toBe(0);
    }
  });

  test.each([
    [49, 0],
    [50, 50],
    [89, 50],
    [90, 90],
    [100, 100],
    [101, 100],
  ] as const)("%d of Orisha's 100 failures call for the notice of %d %%", (failures, notice) => {
    expect(limitNotice(profileOf("orisha"), failing(failures), start)).toBe(notice);
  });

  test("time counts towards the notice too", () => {
    expect(limitNotice(profileOf("standard"), failing(5), start + 60 * HOUR)).toBe(50);
    expect(limitNotice(profileOf("standard"), failing(5), start + 108 * HOUR)).toBe(90);
  });
});
