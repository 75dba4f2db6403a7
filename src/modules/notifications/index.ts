import { Elysia } from "elysia";
import type { Query } from "../../db/query.ts";
import { scoped } from "../../http/auth.ts";
import { listQuery, notification, notificationPage } from "./model.ts";
import { getNotification, listNotifications } from "./read.ts";

export const notificationsModule = (deps: { query: Query }) =>
  new Elysia({ prefix: "/notifications", tags: ["Notifications"] })
    .use(scoped)
    .get("", ({ query, principal }) => listNotifications(deps.query, principal, query), {
      scope: "webhooks:read",
      query: listQuery,
      response: notificationPage,
      detail: { summary: "List what operators and tenants are told of, newest first" },
    })
    .get("/:id", ({ params, principal }) => getNotification(deps.query, principal, params.id), {
      scope: "webhooks:read",
      response: notification,
      detail: { summary: "Get a notification" },
    });
