import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { dateTime, moment } from "../../http/time.ts";
import { integer, oneOf, tenantId } from "../shared-model.ts";

const kinds = ["retry", "cancel", "recover", "delete_tenant"] as const;
const statuses = ["running", "succeeded", "stopped", "failed"] as const;

export const job = t.Object({
  id: t.String(),
  kind: t.String({ description: kinds.join(", ") }),
  tenant: t.Nullable(t.String({ description: "null is all tenants" })),
  webhook: t.Nullable(t.String()),
  status: t.String({ description: statuses.join(", ") }),
  total: integer({
    description:
      "how many deliveries or events it is about; what changed since it was made is neither done nor failed",
  }),
  done: integer({ description: "how many of them it has done" }),
  failed: integer({
    description:
      "how many it could not do: deliveries of webhooks that were paused, unverified, disabled or deleted, which stay as they were",
  }),
  outcome: t.Nullable(
    t.Object(
      {
        delivered: integer({ description: "how many arrived" }),
        failed: integer({ description: "how many failed again, or were cancelled" }),
        retrying: integer({ description: "how many are waiting for an attempt, or for the next one" }),
      },
      {
        description:
          "what came of the deliveries that it put back or made; a delivery counts for the last job that did. Null where a job does neither",
      },
    ),
  ),
  error: t.Nullable(t.String({ description: "why it could not go on" })),
  created: moment(),
  updated: moment(),
  completed: t.Nullable(moment()),
  created_by: t.String({ description: "the id of who asked for it" }),
});

export const jobPage = pageOf(job);

export const listQuery = t.Object(
  {
    ...pageQuery,
    tenant: t.Optional(tenantId),
    kind: t.Optional(oneOf(kinds)),
    status: t.Optional(oneOf(statuses)),
  },
  { additionalProperties: false },
);

export const recovery = t.Object(
  {
    since: dateTime(),
    until: t.Optional(dateTime()),
    dry_run: t.Optional(t.Boolean({ description: "true or false" })),
  },
  { additionalProperties: false, description: "an object with since" },
);

export type Job = typeof job.static;
export type ListQuery = typeof listQuery.static;
export type Recovery = typeof recovery.static;
