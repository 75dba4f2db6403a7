import { expect, test } from "bun:test";
import { sentenceOf } from "../../src/notify/sentence.ts";
import { type HappeningKind, happeningKinds } from "../../src/outbox/happening.ts";
import { dataOf } from "./helpers.ts";

const webhook = { id: "wh_1", url: "https://acme.test/hook" };
const sentence = (kind: HappeningKind, fields: object = {}) =>
  sentenceOf({ kind, data: { ...dataOf(kind, "acme", webhook), ...fields } });

const hours = { limits: { failing_hours: 120 }, failing_since: "2024-01-15T10:30:00.000Z" };
const once = { consecutive_failures: 1, failing_since: null };

test.each([
  [
    "delivery.exhausted",
    {},
    "order.created (evt_order) was not delivered to https://acme.test/hook after 6 attempts: The receiver answered 500.",
  ],
  [
    "delivery.exhausted",
    { attempts: 1, last_attempt: { error: null } },
    "order.created (evt_order) was not delivered to https://acme.test/hook after 1 attempt.",
  ],
  [
    "webhook.failing",
    {},
    "https://acme.test/hook has failed 50 times in a row since 2024-01-15 10:00 UTC and will be disabled after 50 more failures.",
  ],
  [
    "webhook.failing",
    hours,
    "https://acme.test/hook has failed 50 times in a row since 2024-01-15 10:30 UTC and will be disabled if it still fails on 2024-01-20 10:30 UTC.",
  ],
  ["webhook.failing", { limits: {}, ...once }, "https://acme.test/hook has failed 1 time in a row."],
  [
    "webhook.disabled",
    {},
    "https://acme.test/hook was disabled after it had failed 100 times in a row since 2024-01-15 10:00 UTC.",
  ],
  [
    "webhook.disabled",
    { reason: "failing_too_long" },
    "https://acme.test/hook was disabled because nothing had been delivered to it since 2024-01-15 10:00 UTC.",
  ],
  [
    "webhook.disabled",
    { reason: "gone" },
    "https://acme.test/hook was disabled because its receiver answered 410: it is gone for good.",
  ],
  [
    "webhook.recovered",
    {},
    "https://acme.test/hook works again; before that it had failed 57 times in a row since 2024-01-15 10:00 UTC.",
  ],
  [
    "webhook.verification_failed",
    {},
    "https://acme.test/hook could not be verified, so nothing is delivered to it: The receiver's answer was not the challenge.",
  ],
  ["webhook.created", {}, "https://acme.test/hook was registered."],
] as const)("%s with %p", (kind, fields, expected) => {
  expect(sentence(kind, fields)).toBe(expected);
});

test("data of another shape still makes a sentence", () => {
  for (const kind of happeningKinds)
    for (const data of [{}, { webhook: "no object", failing_since: "never", event: 5, attempts: "many" }])
      expect(sentenceOf({ kind, data })).toMatch(/^[a-z][^\n]*\.$/);
});
