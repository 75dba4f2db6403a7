import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { dateTime, moment } from "../../http/time.ts";
import { happeningKinds } from "../../outbox/happening.ts";
import { integer, oneOf, tenantId } from "../shared-model.ts";

export const notification = t.Object({
  id: t.String({ description: "also the id of its event in the tenant _operator" }),
  kind: t.String(),
  tenant: t.String(),
  webhook: t.Nullable(t.Object({ id: t.String(), url: t.String() })),
  delivery: t.Nullable(t.String()),
  message: t.String({ description: "what happened, in one plain sentence" }),
  data: t.Record(t.String(), t.Unknown()),
  created: moment(),
  mailed: t.Nullable(
    t.String({
      description: "when all who get mail about it had it; null also when nobody does, and on the portal",
    }),
  ),
});

export const notificationPage = pageOf(notification);

export const listQuery = t.Object(
  {
    ...pageQuery,
    tenant: t.Optional(tenantId),
    kind: t.Optional(oneOf(happeningKinds)),
    webhook: t.Optional(t.String({ maxLength: 64, description: "an id of at most 64 characters" })),
    since: t.Optional(dateTime()),
    until: t.Optional(dateTime()),
  },
  { additionalProperties: false },
);

/** Counting stops there: nobody reads more, and a page that polls must stay cheap. */
export const MOST_COUNTED = 100;

export const countQuery = t.Object(
  {
    tenant: t.Optional(tenantId),
    after: t.Optional(
      t.String({ maxLength: 64, description: "the id of the newest notification that was seen" }),
    ),
  },
  { additionalProperties: false },
);

export const notificationCount = t.Object({
  count: integer({ description: `how many are newer than \`after\`, at most ${MOST_COUNTED}` }),
});

export type CountQuery = typeof countQuery.static;
export type NotificationCount = typeof notificationCount.static;
export type Notification = typeof notification.static;
export type ListQuery = typeof listQuery.static;
