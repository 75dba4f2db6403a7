import { Elysia } from "elysia";
import type { Query } from "../../db/query.ts";
import { scoped } from "../../http/auth.ts";
import { countNotifications } from "./count.ts";
import { countQuery, listQuery, notification, notificationCount, notificationPage } from "./model.ts";
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
    .get("/count", ({ query, principal }) => countNotifications(deps.query, principal, query), {
      scope: "webhooks:read",
      query: countQuery,
      response: notificationCount,
      detail: { summary: "Count the notifications that are newer than one that was seen" },
    })
    .get("/:id", ({ params, principal }) => getNotification(deps.query, principal, params.id), {
      scope: "webhooks:read",
      response: notification,
      detail: { summary: "Get a notification" },
    });
