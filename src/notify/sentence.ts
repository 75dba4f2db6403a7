import type { HappeningKind } from "../outbox/happening.ts";

/** What a sentence is made from: a happening's kind and its data. Nothing of the data is taken for granted. */
export type Subject = { kind: HappeningKind; data: Record<string, unknown> };

const HOUR_MS = 3_600_000;

const titles: Record<HappeningKind, string> = {
  "delivery.exhausted": "Not delivered",
  "webhook.failing": "Webhook failing",
  "webhook.disabled": "Webhook disabled",
  "webhook.recovered": "Webhook works again",
  "webhook.verification_failed": "Webhook not verified",
  "webhook.created": "Webhook registered",
  "webhook.updated": "Webhook changed",
  "webhook.deleted": "Webhook deleted",
  "tenant.event_types_full": "Too many event types",
};

const sentences: Record<HappeningKind, (data: Record<string, unknown>) => string> = {
  "delivery.exhausted": (data) =>
    `${eventOf(data)} was not delivered to ${urlOf(data)} after ${count(data.attempts, "attempt")}${because(member(data, "last_attempt").error)}`,
  "webhook.failing": (data) => `${urlOf(data)} has ${failures(data)}${outlook(data)}.`,
  "webhook.disabled": (data) => `${urlOf(data)} was disabled ${reason(data)}.`,
  "webhook.recovered": (data) => `${urlOf(data)} works again; before that it had ${failures(data)}.`,
  "webhook.verification_failed": (data) =>
    `${urlOf(data)} could not be verified, so nothing is delivered to it${because(data.error)}`,
  "webhook.created": (data) => `${urlOf(data)} was registered.`,
  "webhook.updated": (data) => `${urlOf(data)} was changed.`,
  "webhook.deleted": (data) => `${urlOf(data)} was deleted.`,
  "tenant.event_types_full": (data) =>
    `the catalogue has as many undeclared event types of ${text(data.tenant, "the tenant")} as it may: further events are accepted, but types such as ${text(data.event_type, "theirs")} are not listed.`,
};

/** A few words for a heading. */
export const titleOf = (kind: HappeningKind): string => titles[kind];

/** What happened, in one plain sentence. */
export const sentenceOf = ({ kind, data }: Subject): string => sentences[kind](data);

/** The URL of the webhook that it happened to. */
export const urlOf = (data: Record<string, unknown>): string =>
  text(member(data, "webhook").url, "the webhook");

function eventOf(data: Record<string, unknown>): string {
  const { type, id } = member(data, "event");
  return `${text(type, "an event")} (${text(id, "unknown")})`;
}

function failures({ consecutive_failures, failing_since }: Record<string, unknown>): string {
  const since = momentOf(failing_since);
  return `failed ${count(consecutive_failures, "time")} in a row${since === null ? "" : ` since ${shown(since)}`}`;
}

/** When it will be disabled, by the limit that its failures come nearer to. */
function outlook(data: Record<string, unknown>): string {
  const { consecutive_failures: limit, failing_hours: hours } = member(data, "limits");
  const since = momentOf(data.failing_since);
  const left = Number(limit) - Number(data.consecutive_failures);
  const byCount = typeof limit === "number" ? `after ${count(left, "more failure")}` : null;
  const byTime =
    typeof hours === "number" && since !== null
      ? `if it still fails on ${shown(since + hours * HOUR_MS)}`
      : null;
  const ways = [byCount, byTime].filter((way) => way !== null);
  return ways.length === 0 ? "" : ` and will be disabled ${ways.join(", or ")}`;
}

function reason(data: Record<string, unknown>): string {
  if (data.reason === "gone") return "because its receiver answered 410: it is gone for good";
  const since = momentOf(data.failing_since);
  if (data.reason === "failing_too_long" && since !== null)
    return `because nothing had been delivered to it since ${shown(since)}`;
  return `after it had ${failures(data)}`;
}

/** The sentence of what went wrong as the end of another. */
function because(error: unknown): string {
  return typeof error === "string" && error !== "" ? `: ${error}` : ".";
}

const text = (value: unknown, otherwise: string): string =>
  typeof value === "string" && value !== "" ? value : otherwise;

function member(data: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = data[name];
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const count = (value: unknown, what: string) =>
  `${Number(value) || 0} ${what}${Number(value) === 1 ? "" : "s"}`;

function momentOf(value: unknown): number | null {
  const moment = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? null : moment;
}

/** To the minute: `2024-01-15 10:30 UTC`. */
export const shown = (moment: number): string =>
  `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`;
