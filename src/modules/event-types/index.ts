import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { textOf } from "../../http/body.ts";
import { noContent } from "../../http/openapi.ts";
import { putEventType as body, eventType, eventTypePage, eventTypeParams, listQuery } from "./model.ts";
import {
  deleteEventType,
  type EventTypesDeps,
  getEventType,
  listEventTypes,
  putEventType,
} from "./service.ts";

export const eventTypesModule = (deps: EventTypesDeps) =>
  new Elysia({ prefix: "/event-types", tags: ["Event types"] })
    .use(scoped)
    .get("", ({ query, principal }) => listEventTypes(deps, principal, query), {
      scope: "events:read",
      query: listQuery,
      response: eventTypePage,
      detail: { summary: "List event types, undeclared ones among them" },
    })
    .get("/:name", ({ params, principal }) => getEventType(deps, principal, params.name), {
      scope: "events:read",
      params: eventTypeParams,
      response: eventType,
      detail: { summary: "Get an event type" },
    })
    .put(
      "/:name",
      ({ params, body, request }) => putEventType(deps, params.name, body, textOf(request, "example")),
      {
        scope: "admin",
        params: eventTypeParams,
        body,
        response: eventType,
        detail: { summary: "Declare an event type" },
      },
    )
    .delete(
      "/:name",
      async ({ params, status }) => {
        await deleteEventType(deps, params.name);
        return status(204, undefined);
      },
      {
        scope: "admin",
        params: eventTypeParams,
        detail: { summary: "Take an event type out of the catalogue", responses: noContent },
      },
    );
