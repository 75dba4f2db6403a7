import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { eventType as name, text } from "../shared-model.ts";

export const putEventType = t.Object(
  {
    description: text(0, 2000),
    group: t.Optional(t.Nullable(text(1, 128))),
    example: t.Optional(t.Unknown({ description: "an example of the event's data" })),
    deprecated: t.Optional(t.Boolean({ description: "true or false" })),
  },
  { additionalProperties: false, description: "an object" },
);

export const eventTypeParams = t.Object({ name });

export const eventType = t.Object({
  name: t.String(),
  status: t.Union([t.Literal("declared"), t.Literal("undeclared")]),
  description: t.String(),
  group: t.Nullable(t.String()),
  example: t.Unknown(),
  deprecated: t.Boolean(),
  created: t.String(),
  updated: t.String(),
});

export const eventTypePage = pageOf(eventType);
export const listQuery = t.Object(pageQuery, { additionalProperties: false });

export type PutEventType = typeof putEventType.static;
export type EventType = typeof eventType.static;
