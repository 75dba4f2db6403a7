import { t } from "elysia";
import { facts } from "../../http/facts.ts";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { dateTime, moment } from "../../http/time.ts";
import { integer, eventType as name, oneOf, tenantId, text } from "../shared-model.ts";
import { sampleNames } from "./samples/index.ts";

const group = text(1, 128);

/** What only Posthorn writes of an event type. */
export const eventTypeFacts = ["name", "status", "tenant", "last_seen", "created", "updated"] as const;

export const putEventType = t.Object(
  {
    ...facts(eventTypeFacts),
    description: text(0, 2000),
    group: t.Optional(t.Nullable(group)),
    schema: t.Optional(
      t.Nullable(
        t.Union([t.Object({}, { additionalProperties: true }), t.Boolean()], {
          description: "a JSON Schema (2020-12) of the event's data: an object, true or false",
        }),
      ),
    ),
    example: t.Optional(t.Unknown({ description: "an example of the event's data" })),
    deprecated: t.Optional(t.Boolean({ description: "true or false" })),
    tenants: t.Optional(
      t.Nullable(
        t.Array(tenantId, {
          minItems: 1,
          maxItems: 1000,
          uniqueItems: true,
          description: "a list of 1 to 1000 different ids of tenants whose catalogue the type is part of",
        }),
      ),
    ),
  },
  { additionalProperties: false, description: "an object" },
);

export const eventTypeParams = t.Object({ name });

export const eventType = t.Object({
  name: t.String(),
  status: t.Union([t.Literal("declared"), t.Literal("undeclared")]),
  description: t.String(),
  group: t.Nullable(t.String()),
  schema: t.Unknown({ description: "the JSON Schema of the event's data, or null" }),
  example: t.Unknown(),
  deprecated: t.Boolean(),
  tenants: t.Nullable(
    t.Array(t.String(), {
      description: "the tenants whose catalogue the type is part of; null is everybody's",
    }),
  ),
  tenant: t.Nullable(t.String({ description: "whose event brought an undeclared type into the list" })),
  last_seen: t.Nullable(moment("when an event of the type was accepted last, up to an hour behind")),
  created: moment(),
  updated: moment(),
});

export const eventTypePage = t.Object({
  ...pageOf(eventType).properties,
  undeclared: integer({ description: "how many undeclared types the catalogue has, whatever the filters" }),
});

export const pruneTypes = t.Object(
  {
    not_seen_since: t.Optional(
      t.Nullable(dateTime("an RFC 3339 date-time such as 2024-01-15T10:30:00Z; types seen since then stay")),
    ),
    tenant: t.Optional(t.Nullable(tenantId)),
    dry_run: t.Optional(t.Boolean({ description: "true or false", default: false })),
  },
  { additionalProperties: false, description: "an object" },
);

export const prunedTypes = t.Object({
  event_types: integer({ description: "how many were, or would be, deleted" }),
});

export const listQuery = t.Object(
  {
    ...pageQuery,
    q: t.Optional(text(1, 128)),
    group: t.Optional(group),
    status: t.Optional(
      t.Union([t.Literal("declared"), t.Literal("undeclared")], { description: "declared or undeclared" }),
    ),
  },
  { additionalProperties: false },
);

export const importDocument = t.Object(
  {
    sample: t.Optional(oneOf(sampleNames)),
  },
  { additionalProperties: true, description: 'an OpenAPI 3.1 document with webhooks, or {"sample": "..."}' },
);

/** A text is a document in YAML. */
export const importBody = t.Union([importDocument, t.String()], {
  description: importDocument.description ?? "",
});

export const importQuery = t.Object(
  {
    dry_run: t.Optional(
      t.Union([t.Literal("true"), t.Literal("false")], { description: "true or false", default: "false" }),
    ),
  },
  { additionalProperties: false },
);

export const exportQuery = t.Object(
  {
    tenant: t.Optional(tenantId),
    profile: t.Optional(t.String({ maxLength: 64, description: "the name of a profile; else the tenant's" })),
  },
  { additionalProperties: false },
);

export const catalogueDocument = t.Object(
  { openapi: t.String(), webhooks: t.Object({}, { additionalProperties: true }) },
  { additionalProperties: true },
);

export const asyncDocument = t.Object(
  { asyncapi: t.String(), channels: t.Object({}, { additionalProperties: true }) },
  { additionalProperties: true },
);

const names = t.Array(t.String());

export const imported = t.Object({ created: names, updated: names, unchanged: names });

export type PutEventType = typeof putEventType.static;
export type EventType = typeof eventType.static;
export type ListQuery = typeof listQuery.static;
export type PruneTypes = typeof pruneTypes.static;
export type ExportQuery = typeof exportQuery.static;
export type Imported = typeof imported.static;
