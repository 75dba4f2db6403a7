import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { attemptedDelivery, deliveryPage, listQuery } from "./model.ts";
import { getDelivery, listDeliveries } from "./read.ts";
import { cancelPending, type DeliveriesDeps, retryDelivery } from "./service.ts";

export const deliveriesModule = (deps: DeliveriesDeps) =>
  new Elysia({ prefix: "/deliveries", tags: ["Deliveries"] })
    .use(scoped)
    .get("", ({ query, principal }) => listDeliveries(deps.query, principal, query), {
      scope: "deliveries:read",
      query: listQuery,
      response: deliveryPage,
      detail: { summary: "List deliveries, newest first" },
    })
    .get("/:id", ({ params, principal }) => getDelivery(deps, principal, params.id), {
      scope: "deliveries:read",
      response: attemptedDelivery,
      detail: { summary: "Get a delivery with its attempts" },
    })
    .post(
      "/:id/retry",
      async ({ params, principal, status }) => status(202, await retryDelivery(deps, principal, params.id)),
      {
        scope: "deliveries:write",
        response: { 202: attemptedDelivery },
        detail: { summary: "Make one more attempt now, beside the schedule" },
      },
    )
    .post("/:id/cancel", ({ params, principal }) => cancelPending(deps, principal, params.id), {
      scope: "deliveries:write",
      response: attemptedDelivery,
      detail: { summary: "Cancel a pending delivery" },
    });
