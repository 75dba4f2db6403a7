import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { moment } from "../../http/time.ts";
import { eventType, integer, label, metadata, oneOf, pattern, tenantId, text } from "../shared-model.ts";

const fields = {
  url: t.String({ ...text(1, 2048, "a URL"), "x-format": "uri" }),
  description: text(0, 1000),
  event_types: t.Array(pattern, {
    minItems: 1,
    maxItems: 500,
    uniqueItems: true,
    description: "a list of 1 to 500 different patterns",
  }),
  channels: t.Nullable(
    t.Array(label("a channel"), {
      minItems: 1,
      maxItems: 500,
      uniqueItems: true,
      description: "a list of 1 to 500 different channels, or null for all",
    }),
  ),
  profile: t.Nullable(
    t.String({
      description:
        "the name of a profile, or null for the tenant's; a key that is bound to a tenant can't name another than the present one",
    }),
  ),
  headers: t.Record(t.String({ pattern: "^[\\s\\S]{0,128}$" }), text(0, 4096), {
    maxProperties: 50,
    additionalProperties: false,
    description: "an object of at most 50 header names and values",
  }),
  filter: t.Nullable(text(1, 4096, "a JSONata expression")),
  rate_limit: t.Nullable(
    t.Number({
      minimum: 0.01,
      maximum: 100_000,
      description: "deliveries a second from 0.01 to 100000, or null",
    }),
  ),
  metadata,
};

/** A body that may be left out, and is null then. */
export const optional = <T extends Parameters<typeof t.Union>[0][number]>(body: T) => t.Nullable(body);

const secret = text(1, 512);

export const newWebhook = t.Object(
  {
    url: fields.url,
    event_types: fields.event_types,
    tenant: t.Optional(tenantId),
    description: t.Optional(fields.description),
    channels: t.Optional(fields.channels),
    profile: t.Optional(fields.profile),
    secret: t.Optional(t.Nullable(secret)),
    headers: t.Optional(fields.headers),
    filter: t.Optional(fields.filter),
    rate_limit: t.Optional(fields.rate_limit),
    metadata: t.Optional(fields.metadata),
    status: t.Optional(oneOf(["active", "paused"])),
  },
  { additionalProperties: false, description: "an object" },
);

export const webhookChanges = t.Partial(
  t.Object({ ...fields, status: oneOf(["active", "paused", "disabled"]) }),
  { additionalProperties: false, description: "an object" },
);

/** Without the limits of what callers send: each check of a pattern costs, and what is stored was judged. */
const shown = {
  id: t.String(),
  tenant: t.String(),
  url: t.String({ "x-format": "uri" }),
  description: t.String(),
  event_types: t.Array(t.String()),
  channels: t.Nullable(t.Array(t.String(), { description: "null is all" })),
  profile: t.Nullable(t.String({ description: "null is the tenant's" })),
  headers: t.Record(t.String(), t.String()),
  filter: t.Nullable(t.String({ description: "a JSONata expression" })),
  rate_limit: t.Nullable(t.Number({ description: "deliveries a second" })),
  metadata: t.Record(t.String(), t.Unknown()),
  status: t.String({ description: "active, paused, unverified or disabled" }),
  status_reason: t.Nullable(
    t.String({ description: "why it is disabled; paused for an unverified one that is to be paused" }),
  ),
  app_user: t.Nullable(t.String()),
  health: t.Object({
    state: t.String({ description: "idle, healthy, warning or failing" }),
    consecutive_failures: integer(),
    failing_since: t.Nullable(moment()),
    last_success: t.Nullable(moment()),
    last_failure: t.Nullable(moment()),
  }),
  verification: t.Object({
    state: t.String({ description: "not_required, verified or failed" }),
    error: t.Nullable(t.String()),
    at: t.Nullable(moment()),
  }),
  created: moment(),
  updated: moment(),
};

export const webhook = t.Object(shown);
/** A secret where it may be seen, with what of it is for the consumer where that is not the same. */
const revealed = {
  secret: t.String(),
  public_key: t.Nullable(
    t.String({ description: "what consumers verify with, where the profile signs with a private key" }),
  ),
};

export const createdWebhook = t.Object({ ...shown, ...revealed });
export const webhookPage = pageOf(webhook);

export const listQuery = t.Object(
  {
    ...pageQuery,
    tenant: t.Optional(tenantId),
    status: t.Optional(oneOf(["active", "paused", "unverified", "disabled"])),
    q: t.Optional(text(1, 200)),
  },
  { additionalProperties: false },
);

export const rotation = t.Object(
  {
    secret: t.Optional(t.Nullable(secret)),
    grace_seconds: t.Optional(
      integer({
        minimum: 0,
        maximum: 2_592_000,
        description: "a whole number of seconds from 0 to 2592000",
      }),
    ),
  },
  { additionalProperties: false, description: "an object" },
);

export const secretAnswer = t.Object({
  ...revealed,
  previous_signs_until: t.Nullable(
    moment("when the last secret before it stops signing; null when none signs"),
  ),
});
export const rotatedSecret = t.Object({
  ...revealed,
  previous_signs_until: t.Nullable(
    t.String({
      description: "when the secret before it stops signing; null when the profile signs with one only",
    }),
  ),
});

export type NewWebhook = typeof newWebhook.static;
export type WebhookChanges = typeof webhookChanges.static;
export type Webhook = typeof webhook.static;
export type ListQuery = typeof listQuery.static;
export type Rotation = typeof rotation.static;

const eventFields = {
  type: eventType,
  data: t.Unknown({ description: "any JSON" }),
  channel: t.Optional(t.Nullable(label("a channel"))),
  actor: t.Optional(t.Nullable(label("an actor"))),
  previous_attributes: t.Optional(
    t.Nullable(t.Record(t.String(), t.Unknown(), { description: "an object" })),
  ),
};

export const testEvent = t.Partial(t.Object(eventFields), {
  additionalProperties: false,
  description: "an object",
});

export const urlTry = t.Object(
  {
    url: fields.url,
    tenant: t.Optional(tenantId),
    profile: t.Optional(fields.profile),
  },
  { additionalProperties: false, description: "an object" },
);

export const urlTried = t.Object({
  error: t.Nullable(t.String({ description: "why the URL is not taken" })),
});

export const filterTry = t.Object(
  {
    filter: text(1, 4096, "a JSONata expression"),
    event: t.Optional(t.Object(eventFields, { additionalProperties: false, description: "an event" })),
    event_id: t.Optional(text(1, 64, "the id of an event")),
    tenant: t.Optional(tenantId),
  },
  { additionalProperties: false, description: "an object" },
);

export const filterTried = t.Object({
  matches: t.Boolean(),
  result: t.Nullable(t.String({ description: "what the filter answered, as JSON text; null for nothing" })),
  error: t.Nullable(t.String({ description: "why the filter could not be judged" })),
});

export type TestEvent = typeof testEvent.static;
export type UrlTry = typeof urlTry.static;
export type UrlTried = typeof urlTried.static;
export type FilterTry = typeof filterTry.static;
export type FilterTried = typeof filterTried.static;
