import { expect, test } from "bun:test";
import { missedSince } from "../../public/pages/webhook/bulk/missed-since.ts";
import type { Webhook } from "../../public/pages/webhook/types.ts";

const at = (hour: string) => `2024-01-15T${hour}:00.000Z`;

type Told = Partial<Webhook["health"]> & { status?: string };

function webhook({ status = "active", ...health }: Told): Webhook {
  const quiet = { failing_since: null, last_success: null, last_failure: null };
  return { status, created: at("08:00"), health: { ...quiet, ...health } } as Webhook;
}

test.each([
  [
    "fails",
    { failing_since: at("10:00"), last_failure: at("11:00"), last_success: at("09:59") },
    at("09:55"),
  ],
  [
    "was enabled and has got nothing yet",
    { last_failure: at("11:00"), last_success: at("10:00") },
    at("10:00"),
  ],
  ["was enabled and never got anything", { last_failure: at("11:00") }, at("08:00")],
  ["is paused", { status: "paused", last_success: at("10:00") }, at("10:00")],
  ["was disabled by hand", { status: "disabled", last_success: at("10:00") }, at("10:00")],
  ["was disabled before anything came", { status: "disabled" }, at("08:00")],
])("a webhook that %s has missed something since its last good moment", (_, told, since) => {
  expect(missedSince(webhook(told))).toBe(since);
});

test.each([
  ["got its last event", { last_failure: at("10:00"), last_success: at("11:00") }],
  ["has had none", {}],
])("a day is proposed of a webhook that is well and %s", (_, told) => {
  const age = Date.now() - Date.parse(missedSince(webhook(told)));
  expect(age).toBeWithin(86_400_000, 86_400_000 + 60_000);
});
