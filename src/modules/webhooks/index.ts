import { Elysia } from "elysia";
import { atOnce } from "../../http/at-once.ts";
import { scoped } from "../../http/auth.ts";
import { noContent } from "../../http/openapi.ts";
import { webhookDeliveriesQuery } from "../deliveries/filter-model.ts";
import { attempt, deliveryPage } from "../deliveries/model.ts";
import { listDeliveries } from "../deliveries/read.ts";
import { changeWebhook } from "./change.ts";
import * as model from "./model.ts";
import { presentWebhook } from "./present.ts";
import { findWebhook, listWebhooks } from "./read.ts";
import { revealSecret, rotateSecret } from "./secret.ts";
import { createWebhook, deleteWebhook } from "./service.ts";
import { type TestDeps, testWebhook } from "./test-event.ts";
import { ownerOf, tryFilter } from "./try-filter.ts";
import { tryUrl } from "./try-url.ts";
import { verifyWebhook } from "./verify.ts";

export function webhooksModule(deps: TestDeps) {
  // The tenant's events wait for the same turns.
  const trying = atOnce(4, "Too many filters of the tenant are tried now. Try again.");
  const testing = atOnce(16, "Too many test events of the tenant are under way. Try again.");
  return new Elysia({ prefix: "/webhooks", tags: ["Webhooks"] })
    .use(scoped)
    .post(
      "",
      async ({ body, principal, status }) => status(201, await createWebhook(deps, principal, body)),
      {
        scope: "webhooks:write",
        body: model.newWebhook,
        response: { 201: model.createdWebhook },
        detail: { summary: "Register a webhook; its secret is in this answer" },
      },
    )
    .get("", ({ query, principal }) => listWebhooks(deps, principal, query), {
      scope: "webhooks:read",
      query: model.listQuery,
      response: model.webhookPage,
      detail: { summary: "List webhooks, newest first" },
    })
    .post(
      "/filter/try",
      ({ body, principal, request }) =>
        trying(ownerOf(principal), () => tryFilter(deps, principal, body, request)),
      {
        scope: "webhooks:read",
        body: model.filterTry,
        response: model.filterTried,
        detail: {
          summary: "Try a filter on an event",
          description:
            "The event is given, or one that was accepted is named, which needs the scope events:read.",
        },
      },
    )
    .post("/url/try", ({ body, principal }) => tryUrl(deps, principal, body), {
      scope: "webhooks:read",
      body: model.urlTry,
      response: model.urlTried,
      detail: {
        summary: "Try a URL",
        description:
          "Whether a webhook with this URL would be taken, by its profile and by the addresses that are open here. Names are resolved when something is sent.",
      },
    })
    .get(
      "/:id",
      async ({ params, principal }) =>
        presentWebhook(deps.registry, await findWebhook(deps.query, principal, params.id), principal),
      { scope: "webhooks:read", response: model.webhook, detail: { summary: "Get a webhook" } },
    )
    .patch("/:id", ({ params, body, principal }) => changeWebhook(deps, principal, params.id, body), {
      scope: "webhooks:write",
      body: model.webhookChanges,
      response: model.webhook,
      detail: { summary: "Change what is given; status active enables again" },
    })
    .delete(
      "/:id",
      async ({ params, principal, status }) => {
        await deleteWebhook(deps, principal, params.id);
        return status(204, undefined);
      },
      {
        scope: "webhooks:write",
        detail: { summary: "Delete a webhook and cancel what is pending", responses: noContent },
      },
    )
    .get("/:id/secret", ({ params, principal }) => revealSecret(deps, principal, params.id), {
      scope: "webhooks:write",
      response: model.secretAnswer,
      detail: { summary: "Show the secret, where the profile allows it" },
    })
    .post(
      "/:id/secret/rotate",
      ({ params, body, principal }) => rotateSecret(deps, principal, params.id, body ?? {}),
      {
        scope: "webhooks:write",
        body: model.optional(model.rotation),
        response: model.rotatedSecret,
        detail: { summary: "Give the webhook a new secret; the old one signs until the grace time ends" },
      },
    )
    .post("/:id/verify", ({ params, principal }) => verifyWebhook(deps, principal, params.id), {
      scope: "webhooks:write",
      response: model.webhook,
      detail: { summary: "Ask the URL again to prove whose it is" },
    })
    .post(
      "/:id/test",
      async ({ params: { id }, body, principal, request }) => {
        const { tenant } = (await findWebhook(deps.query, principal, id)).webhook;
        return testing(tenant, () => testWebhook(deps, principal, id, body ?? {}, request));
      },
      {
        scope: "webhooks:write",
        body: model.optional(model.testEvent),
        response: attempt,
        detail: { summary: "Send a test event now and answer the attempt" },
      },
    )
    .get(
      "/:id/deliveries",
      async ({ params, query, principal }) => {
        await findWebhook(deps.query, principal, params.id);
        return listDeliveries(deps.query, principal, { ...query, webhook: params.id });
      },
      {
        scope: "deliveries:read",
        query: webhookDeliveriesQuery,
        response: deliveryPage,
        detail: { summary: "A webhook's deliveries, newest first" },
      },
    );
}
