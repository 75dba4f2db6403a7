import { date, type Row, refuses, required, unknown } from "./refuses.ts";

const MANY = "/deliveries/retry";
const RECOVER = "/webhooks/:id/recover";
const SINCE = "2024-01-15T10:30:00Z";
const later = /^must be later than since$/;

const retry = (what: string, filter: unknown, pointer: string, words: RegExp): Row =>
  [...[`retry: ${what}`, "POST", MANY, { filter }, pointer, words]] as never;
const recover = (what: string, body: unknown, pointer: string, words: RegExp): Row =>
  [...[`recover: ${what}`, "POST", RECOVER, body, pointer, words]] as never;

refuses([
  ["retry: no filter", "POST", MANY, {}, "/filter", required],
  retry(
    "an empty filter",
    {},
    "/filter",
    /^must be an object with at least one field, such as \{"status": "failed"\}/,
  ),
  retry("not an object", [], "/filter", /^must be an object/),
  retry("an unknown field", { webhoook: "wh_1" }, "/filter/webhoook", unknown),
  retry("what succeeded", { status: "succeeded" }, "/filter/status", /^cannot be retried: replay the event/),
  retry("a wrong date", { since: "yesterday" }, "/filter/since", date),
  retry(
    "a period that ends before it begins",
    { since: SINCE, until: "2024-01-15T10:29:59Z" },
    "/filter/until",
    later,
  ),
  retry("an empty period", { since: SINCE, until: SINCE }, "/filter/until", later),
  retry("a wrong type", { type: "a..b" }, "/filter/type", /^must be a dotted name/),
  retry("half a character", { channel: "\ud800" }, "/filter/channel", /^must be a channel/),
  ["retry: another field", "POST", MANY, { filter: { type: "a" }, force: true }, "/force", unknown],
  [
    "retry: dry_run as a text",
    "POST",
    MANY,
    { filter: { type: "a" }, dry_run: "yes" },
    "/dry_run",
    /^must be true or false$/,
  ],
  recover("no since", {}, "/since", required),
  recover("a wrong since", { since: "2024-13-01T00:00:00Z" }, "/since", date),
  recover("a wrong until", { since: SINCE, until: "later" }, "/until", date),
  recover(
    "a period that ends before it begins",
    { since: SINCE, until: "2023-01-15T10:30:00Z" },
    "/until",
    later,
  ),
  recover("an unknown field", { since: SINCE, event_types: ["a"] }, "/event_types", unknown),
  recover("a list", [], "", /^must be an object with since$/),
  ["replay: an unknown field", "POST", "/events/known/replay", { webhooks: [] }, "/webhooks", unknown],
  [
    "replay: a webhook that is no text",
    "POST",
    "/events/known/replay",
    { webhook: 1 },
    "/webhook",
    /^must be the id of a webhook$/,
  ],
  ["jobs: an unknown filter", "GET", "/jobs?state=running", undefined, "/query/state", unknown],
  [
    "jobs: a status that there is not",
    "GET",
    "/jobs?status=done",
    undefined,
    "/query/status",
    /^must be one of running/,
  ],
  [
    "jobs: a kind that there is not",
    "GET",
    "/jobs?kind=purge",
    undefined,
    "/query/kind",
    /^must be one of retry/,
  ],
]);
