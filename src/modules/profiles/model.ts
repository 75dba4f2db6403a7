import { t } from "elysia";
import { facts } from "../../http/facts.ts";
import { moment } from "../../http/time.ts";
import type { Profile } from "../../wire/profile.ts";
import { profileSchema } from "../../wire/profile-schema.ts";
import { eventType, integer, label, tenantId, text } from "../shared-model.ts";

const closed = { additionalProperties: false, description: "an object" };

/** Any object: what is wrong with it as a profile is told by `parseProfile`, all of it at once. */
export const document = t.Record(t.String(), t.Unknown(), {
  description: "a profile",
  "x-model": "ProfileDocument",
});

export const profileParams = t.Object({
  name: t.String({ maxLength: 64, description: "a name of at most 64 characters" }),
});

const kept = {
  builtin: t.Boolean({ description: "read-only; copy it to change it" }),
  used_by: t.Object({ tenants: integer(), webhooks: integer() }),
  created: t.Nullable(moment()),
  updated: t.Nullable(moment()),
};

/** What a profile is shown with and does not have of its author. */
export const profileFacts = Object.keys(kept) as (keyof typeof kept)[];

/** What `document` is for the API's document: what GET returns, and a name only where the path has none. */
export const profileDocument = t.Object(
  {
    ...profileSchema.properties,
    ...facts(profileFacts),
    name: t.Optional(profileSchema.properties.name),
  },
  closed,
);

export type ShownProfile = Profile & {
  builtin: boolean;
  used_by: { tenants: number; webhooks: number };
  created: string | null;
  updated: string | null;
};

/** Elysia's own types lose a profile's choices; the check at run time does not. */
export const shownProfile = t.Unsafe<ShownProfile>(t.Object({ ...profileSchema.properties, ...kept }));

export const profileList = t.Object({ data: t.Array(shownProfile), next_cursor: t.Null() });

export const copy = t.Object(
  { name: profileSchema.properties.name, title: t.Optional(profileSchema.properties.title) },
  closed,
);

const json = t.Unknown({ description: "any JSON" });

/**
 * What a request is previewed for. Whatever it cannot do without is made up where it is left out, and the same each time; so is
 * all of an `event` or `webhook` that is left out.
 */
export const sample = t.Partial(
  t.Object({
    event: t.Partial(
      t.Object({
        id: text(1, 64),
        type: eventType,
        created: t.String({ format: "date-time", description: "an ISO 8601 time" }),
        data: json,
        previous_attributes: json,
        channel: t.Nullable(label("a channel")),
        actor: t.Nullable(label("an actor")),
      }),
      closed,
    ),
    tenant: tenantId,
    webhook: t.Partial(
      t.Object({
        id: text(1, 64),
        url: text(1, 2048, "a URL"),
        secret: text(1, 512),
        app_user: t.Nullable(text(1, 256)),
        headers: t.Record(t.String({ maxLength: 128 }), text(0, 4096), { maxProperties: 50 }),
      }),
      closed,
    ),
    delivery: text(1, 64),
    attempt: t.Partial(
      t.Object({
        number: integer({ minimum: 1, maximum: 1000, description: "a whole number from 1 to 1000" }),
        timestamp: t.String({ format: "date-time", description: "an ISO 8601 time" }),
      }),
      closed,
    ),
  }),
  closed,
);

export const draft = t.Object({ profile: document, sample: t.Optional(sample) }, closed);

export const previewQuery = t.Object({ type: t.Optional(eventType) }, { additionalProperties: false });

export const preview = t.Object({
  method: t.String(),
  url: t.String(),
  headers: t.Array(t.Tuple([t.String(), t.String()]), { description: "in the order in which they are sent" }),
  body: t.String(),
  raw: t.String({ description: "the whole request as it is written to the connection" }),
  attempts: t.Array(
    t.Object({
      number: integer(),
      delay_seconds: t.Number({ description: "the wait after the attempt before it" }),
      total_seconds: t.Number({ description: "since the first attempt" }),
    }),
  ),
});

export type Sample = typeof sample.static;
export type Preview = typeof preview.static;
export type Copy = typeof copy.static;
