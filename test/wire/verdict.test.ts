import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Profile } from "../../src/wire/profile.ts";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { outcomeOf, type Reply, verdict } from "../../src/wire/verdict.ts";
import { profileOf } from "./subject.ts";

const now = Date.UTC(2024, 0, 15, 10, 30);
const middle = () => 0.5;
const answer = (statusCode: number, retryAfter: string | null = null): Reply => ({
  kind: "response",
  statusCode,
  retryAfter,
});

/** The waits of a delivery that always fails, in seconds, until it is given up. */
function waitsOf(profile: Profile): number[] {
  const waits: number[] = [];
  for (let attempts = 1; attempts < 200; attempts++) {
    const result = verdict(profile, answer(500), attempts, now, middle);
    if (result.state !== "retry") return waits;
    waits.push(result.delayMs / 1000);
  }
  throw new Error("never given up");
}

describe("the seeds' numbers", () => {
  const asStandard = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];

  test.each([
    ["standard", asStandard, 15],
    ["organiko", [5, 30, 300, 1800, 7200], 15],
    ["orisha", asStandard, 15],
    ["aiq", [60, 300, 900], 15],
    ["ordereazi", [60, 60, 60], 15],
    ["orki", asStandard, 5],
  ] as [string, number[], number][])(
    "%s waits %j s between attempts and %d s for an answer",
    (name, waits, timeout) => {
      expect(waitsOf(profileOf(name))).toEqual(waits);
      expect(profileOf(name).timeout_seconds).toBe(timeout);
    },
  );

  test("Organiko's six attempts fall at exactly 0 s, 5 s, 35 s, 5m35s, 35m35s and 2h35m35s", () => {
    const organiko = profileOf("organiko");
    let at = 0;
    const moments = waitsOf(organiko).map((wait) => (at += wait));
    expect([0, ...moments]).toEqual([0, 5, 35, 335, 2135, 9335]);
    for (const random of [() => 0, () => 0.999]) {
      expect(verdict(organiko, answer(503, "900"), 1, now, random)).toMatchObject({ delayMs: 5000 });
    }
  });

  test("AIQ takes 200 alone for success, and no redirect", () => {
    const aiq = profileOf("aiq");
    expect([200, 201, 204, 301, 302, 400, 500].map((status) => outcomeOf(aiq, answer(status)))).toEqual([
      "success",
      "http_error",
      "http_error",
      "redirect",
      "redirect",
      "http_error",
      "http_error",
    ]);
  });

  test("Orisha allows three webhooks, shows the secret once, gives up after 100 failures", () => {
    expect(profileOf("orisha")).toMatchObject({
      limits: { webhooks_per_tenant: 3 },
      secret: { source: "generated", reveal: "once" },
      disable: { after_consecutive_failures: 100, after_failing_hours: null },
      warn_after_consecutive_failures: 50,
    });
  });

  test("OrderEazi waits for the sweep, Orki for the handshake with the consumer's own token", () => {
    expect(profileOf("ordereazi").dispatch).toBe("sweep");
    expect(profileOf("orki")).toMatchObject({
      verification: "hub-challenge",
      secret: { source: "provided" },
    });
  });

  test("every built-in profile wants https", () => {
    expect([...builtinProfiles.values()].every((profile) => profile.require_https)).toBe(true);
  });
});

describe("outcomeOf", () => {
  test("names a failure without a status by its kind", () => {
    expect(outcomeOf(profileOf("standard"), { kind: "dns_error" })).toBe("dns_error");
  });

  test("a 2xx rule accepts 200 to 299 and nothing else", () => {
    const accepted = Array.from({ length: 500 }, (_, index) => index + 100).filter(
      (status) => outcomeOf(profileOf("standard"), answer(status)) === "success",
    );
    expect([accepted[0], accepted.at(-1), accepted.length]).toEqual([200, 299, 100]);
  });
});

describe("verdict", () => {
  const standard = profileOf("standard");
  const delayOf = (profile: Profile, reply: Reply, random = middle, attempts = 1) => {
    const result = verdict(profile, reply, attempts, now, random);
    return result.state === "retry" ? result.delayMs : result.state;
  };

  test("success ends the delivery", () => {
    expect(verdict(standard, answer(204), 1, now, middle)).toEqual({ state: "succeeded", disable: null });
  });

  test("a failure without a status is retried, and given up after the last delay", () => {
    expect(delayOf(standard, { kind: "timeout" })).toBe(5000);
    expect(delayOf(standard, { kind: "timeout" }, middle, 10)).toBe("failed");
    expect(delayOf({ ...standard, retry: { ...standard.retry, delays_seconds: [] } }, answer(500))).toBe(
      "failed",
    );
  });

  test("jitter moves the delay by at most its share, either way", () => {
    expect(delayOf(standard, answer(500), () => 0)).toBe(4500);
    expect(delayOf(standard, answer(500), () => 0.9999999)).toBe(5500);
  });

  test("fractions of a second are kept", () => {
    const retry = { delays_seconds: [0.25], jitter: 0, honour_retry_after: true };
    expect(delayOf({ ...standard, retry }, answer(500))).toBe(250);
  });

  test.each([
    ["1", 1, 5_000],
    ["60", 1, 60_000],
    ["Mon, 15 Jan 2024 10:31:00 GMT", 1, 60_000],
    ["7200", 1, 3_600_000],
    ["999999999", 4, 14_400_000],
    ["junk", 1, 5_000],
  ] as [string, number, number][])("Retry-After %s after attempt %d waits %d ms", (value, attempts, wait) => {
    expect(delayOf(standard, answer(503, value), middle, attempts)).toBe(wait);
    expect(delayOf(standard, answer(302, value), middle, attempts)).toBe(wait);
  });

  test("Retry-After is passed over where the profile does not honour it", () => {
    const retry = { ...standard.retry, honour_retry_after: false };
    expect(delayOf({ ...standard, retry }, answer(503, "60"))).toBe(5000);
  });

  test("Retry-After keeps the wait between the scheduled delay and the most it may ask for", () => {
    const seconds = fc.integer({ min: 0, max: 999_999_999 });
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(seconds, share, fc.integer({ min: 1, max: 9 }), (asked, random, attempts) => {
        const scheduled = (standard.retry.delays_seconds[attempts - 1] ?? 0) * 1000;
        const delay = delayOf(standard, answer(503, String(asked)), () => random, attempts);
        expect(delay).toBeGreaterThanOrEqual(scheduled);
        expect(delay).toBeLessThanOrEqual(Math.max(2 * scheduled, 3_600_000));
      }),
    );
  });

  test("410 fails the delivery and disables the webhook where the profile says so", () => {
    expect(verdict(standard, answer(410), 1, now, middle)).toEqual({ state: "failed", disable: "gone" });
    expect(verdict(profileOf("organiko"), answer(410), 1, now, middle)).toEqual({
      state: "retry",
      delayMs: 5000,
      disable: null,
    });
  });

  test("410 is a success for a profile that lists it", () => {
    expect(verdict({ ...standard, success: [410] }, answer(410), 1, now, middle).state).toBe("succeeded");
  });
});
