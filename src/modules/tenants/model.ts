import { t } from "elysia";
import { facts } from "../../http/facts.ts";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { moment } from "../../http/time.ts";
import { metadata, tenantId, text } from "../shared-model.ts";

const notify = t.Object(
  {
    emails: t.Optional(
      t.Array(t.String({ format: "email", maxLength: 254, description: "an e-mail address" }), {
        maxItems: 20,
        uniqueItems: true,
        description: "a list of at most 20 different e-mail addresses",
      }),
    ),
    url: t.Optional(
      t.Nullable(
        t.String({
          format: "uri",
          pattern: "^https?://",
          maxLength: 2048,
          description: "an http or https URL",
        }),
      ),
    ),
  },
  { additionalProperties: false, description: "an object with emails and url" },
);

/** What only Posthorn writes of a tenant. */
export const tenantFacts = ["id", "created", "updated"] as const;

export const putTenant = t.Object(
  {
    ...facts(tenantFacts),
    name: text(1, 200, "a name"),
    profile: t.Optional(t.Nullable(t.String({ description: "the name of a profile" }))),
    metadata: t.Optional(metadata),
    notify: t.Optional(notify),
  },
  { additionalProperties: false, description: "an object" },
);

export const tenantParams = t.Object({ id: tenantId });

export const tenantToDelete = t.Object(
  { id: text(1, 128, "a tenant's id") },
  { additionalProperties: false, description: "an object" },
);

export const tenant = t.Object({
  id: t.String(),
  name: t.String(),
  profile: t.Nullable(t.String()),
  metadata: t.Optional(
    t.Record(t.String(), t.Unknown(), {
      description: "the operator's own notes; not shown to portal sessions",
    }),
  ),
  notify: t.Optional(
    t.Object(
      { emails: t.Optional(t.Array(t.String())), url: t.Optional(t.Nullable(t.String())) },
      { description: "who is told of webhooks in trouble; not shown to portal sessions" },
    ),
  ),
  created: moment(),
  updated: moment(),
});

export const tenantPage = pageOf(tenant);
/** `q` is a part of the id or the name. */
export const listQuery = t.Object(
  { ...pageQuery, q: t.Optional(text(1, 200)) },
  { additionalProperties: false },
);
export type ListQuery = typeof listQuery.static;

export type PutTenant = typeof putTenant.static;
export type Tenant = typeof tenant.static;
