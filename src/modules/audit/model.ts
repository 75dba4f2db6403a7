import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { dateTime, moment } from "../../http/time.ts";
import { oneOf, tenantId, text } from "../shared-model.ts";
import { auditActions } from "./actions.ts";

export const listQuery = t.Object(
  {
    ...pageQuery,
    tenant: t.Optional(tenantId),
    actor: t.Optional(text(1, 64, "the id of an actor,")),
    action: t.Optional(text(1, 64, "an action such as webhook.updated,")),
    target: t.Optional(text(1, 256, "the id of what it was done to,")),
    since: t.Optional(dateTime()),
    until: t.Optional(dateTime()),
  },
  { additionalProperties: false },
);

const side = t.Nullable(t.Record(t.String(), t.Unknown()));

export const entry = t.Object({
  id: t.String(),
  at: moment(),
  actor: t.Object({
    kind: t.String({ description: "key, user, portal, or system for Posthorn itself" }),
    id: t.String(),
    name: t.String(),
  }),
  address: t.Nullable(t.String({ description: "the network address that the request came from" })),
  action: t.String({ description: "such as webhook.updated" }),
  tenant: t.Nullable(t.String({ description: "null for what all tenants share" })),
  target: t.String({ description: "the id of what it was done to" }),
  before: side,
  after: side,
});

export const entryPage = pageOf(entry);

export const actionList = t.Object({ data: t.Array(oneOf(auditActions)), next_cursor: t.Null() });

export type Entry = typeof entry.static;
export type ListQuery = typeof listQuery.static;
