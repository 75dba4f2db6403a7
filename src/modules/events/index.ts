import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { rawBody } from "../../http/body.ts";
import { attemptedDeliveryPage } from "../deliveries/model.ts";
import { deliveriesOfEvent, type ReadDeps } from "../deliveries/read-attempts.ts";
import { optional } from "../webhooks/model.ts";
import { type AcceptDeps, acceptEvent, idempotencyKeyOf, refuseIdempotencyKey } from "./accept.ts";
import { acceptBatch } from "./batch.ts";
import {
  acceptedEvent,
  acceptedEvents,
  eventDeliveriesQuery,
  eventPage,
  eventQuery,
  listQuery,
  newEvent,
  newEvents,
  replay,
  replayed,
  shownEvent,
} from "./model.ts";
import { findEvent, listEvents, showEvent } from "./read.ts";
import { type ReplayDeps, replayEvent } from "./replay.ts";

export type EventsDeps = AcceptDeps &
  ReadDeps &
  ReplayDeps & {
    /** Of one event, and of a request with many. */
    maxEventBytes: number;
    maxBodyBytes: number;
  };

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header" as const,
  required: false,
  description: "For callers without ids of their own: the same key again answers the first response.",
  schema: { type: "string" as const, pattern: '^("[!#-~]{1,255}"|[!#-~]{1,255})$' },
};

const replayedHeader = { $ref: "#/components/headers/IdempotentReplayed" };

/** Its body is larger and parsed apart, so that each event's faults are its own. */
export const BATCH = "/events/batch";

export const eventsModule = (deps: EventsDeps) =>
  new Elysia({ prefix: "/events", tags: ["Events"] })
    .use(scoped)
    .post(
      "",
      async ({ body, request, headers, principal, set, status }) => {
        const key = idempotencyKeyOf(headers["idempotency-key"]);
        const { replayed, event } = await acceptEvent(deps, principal, { body, ...rawBody(request) }, key);
        if (!replayed) return status(202, event);
        set.headers["idempotent-replayed"] = "true";
        return status(200, event);
      },
      {
        scope: "events:write",
        body: newEvent,
        response: { 200: acceptedEvent, 202: acceptedEvent },
        detail: {
          summary: "Publish an event",
          description: "202 once the event and its deliveries are durable; 200 when it was accepted before.",
          parameters: [idempotencyKey],
          "x-responses": { 200: { headers: { "Idempotent-Replayed": replayedHeader } } },
        },
      },
    )
    .post(
      "/batch",
      async ({ body, headers, request, principal, status }) => {
        refuseIdempotencyKey(headers["idempotency-key"]);
        const { text } = rawBody(request);
        return status(202, {
          data: await acceptBatch(deps, principal, body.events, text, deps.maxEventBytes),
        });
      },
      {
        scope: "events:write",
        body: newEvents,
        response: { 202: acceptedEvents },
        detail: { summary: "Publish up to 1000 events; an invalid one answers in its place" },
      },
    )
    .get("", ({ query, principal }) => listEvents(deps.query, principal, query), {
      scope: "events:read",
      query: listQuery,
      response: eventPage,
      detail: {
        summary: "List events, newest first",
        description: "Those of the tenant `_operator` are listed only when it is named.",
      },
    })
    .get(
      "/:id",
      async ({ params, query, principal }) => {
        const event = await findEvent(deps.query, principal, params.id, query.tenant);
        const text = await showEvent(deps.query, event);
        return new Response(text, { headers: { "content-type": "application/json" } });
      },
      {
        scope: "events:read",
        query: eventQuery,
        detail: {
          summary: "Get an event with its data and why each webhook got it or not",
          responses: {
            200: {
              description: "The event",
              content: { "application/json": { schema: shownEvent as object } },
            },
          },
        },
      },
    )
    .post(
      "/:id/replay",
      async ({ params, query, body, principal, status }) =>
        status(202, await replayEvent(deps, principal, params.id, query.tenant, body ?? {})),
      {
        scope: "deliveries:write",
        query: eventQuery,
        body: optional(replay),
        response: { 202: replayed },
        detail: {
          summary: "Deliver an event again",
          description:
            "A new delivery for each webhook that matches now, or for the one named; earlier ones stay what they are.",
        },
      },
    )
    .get(
      "/:id/deliveries",
      async ({ params, query, principal }) => {
        const event = await findEvent(deps.query, principal, params.id, query.tenant);
        return deliveriesOfEvent(deps, principal, event, query);
      },
      {
        scope: "deliveries:read",
        query: eventDeliveriesQuery,
        response: attemptedDeliveryPage,
        detail: { summary: "An event's deliveries with their attempts, newest first; bodies by attempt" },
      },
    );
