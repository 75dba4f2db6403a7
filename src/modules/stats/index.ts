import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import type { StatsDeps } from "./catch-up.ts";
import * as model from "./model.ts";
import { overview, webhookStats } from "./service.ts";
import { sparklines } from "./sparklines.ts";

export type { StatsDeps } from "./catch-up.ts";

export const statsModule = (deps: StatsDeps) =>
  new Elysia({ prefix: "/stats", tags: ["Statistics"] })
    .use(scoped)
    .get("", ({ query, principal }) => overview(deps, principal, query), {
      scope: "deliveries:read",
      query: model.statsQuery,
      response: model.stats,
      detail: {
        summary: "Events and attempts over time, the queue, webhooks that need attention, causes of failures",
      },
    })
    .get("/webhooks", ({ query, principal }) => sparklines(deps, principal, query.ids), {
      scope: "webhooks:read",
      query: model.sparklinesQuery,
      response: model.sparklines,
      detail: { summary: "The last 24 hours of several webhooks" },
    });

export const webhookStatsModule = (deps: StatsDeps) =>
  new Elysia({ prefix: "/webhooks", tags: ["Statistics"] })
    .use(scoped)
    .get("/:id/stats", ({ params, query, principal }) => webhookStats(deps, principal, params.id, query), {
      scope: "webhooks:read",
      query: model.periodQuery,
      response: model.webhookStats,
      detail: { summary: "A webhook's attempts over time, by outcome and latency" },
    });
