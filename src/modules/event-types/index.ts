import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { textOf } from "../../http/body.ts";
import { noContent } from "../../http/openapi.ts";
import type { DocsDeps } from "../docs/service.ts";
import { exportAsyncApi, exportOpenApi } from "./export.ts";
import { importEventTypes } from "./import.ts";
import {
  asyncDocument,
  putEventType as body,
  catalogueDocument,
  eventType,
  eventTypePage,
  eventTypeParams,
  exportQuery,
  importBody,
  imported,
  importQuery,
  listQuery,
  prunedTypes,
  pruneTypes,
} from "./model.ts";
import {
  deleteEventType,
  type EventTypesDeps,
  getEventType,
  listEventTypes,
  pruneEventTypes,
  putEventType,
} from "./service.ts";

/** Its body may be YAML, and is parsed apart. */
export const IMPORT = "/event-types/import";

const AS_SENT =
  "With body, headers and signature exactly as the contract sends them: that of the tenant named, else of the caller's own, or of a profile.";

export const eventTypesModule = (deps: EventTypesDeps & DocsDeps) =>
  new Elysia({ prefix: "/event-types", tags: ["Event types"] })
    .use(scoped)
    .get("", ({ query, principal }) => listEventTypes(deps, principal, query), {
      scope: "events:read",
      query: listQuery,
      response: eventTypePage,
      detail: { summary: "List event types, the declared ones first" },
    })
    .get("/openapi.json", ({ query, principal }) => exportOpenApi(deps, principal, query), {
      scope: "events:read",
      query: exportQuery,
      response: catalogueDocument,
      detail: {
        summary: "The declared event types as an OpenAPI 3.1 document with webhooks",
        description: `${AS_SENT} Importing it changes nothing.`,
      },
    })
    .get("/asyncapi.json", ({ query, principal }) => exportAsyncApi(deps, principal, query), {
      scope: "events:read",
      query: exportQuery,
      response: asyncDocument,
      detail: { summary: "The declared event types as an AsyncAPI 3.0 document", description: AS_SENT },
    })
    .post(
      "/import",
      ({ body, query, request, principal }) =>
        importEventTypes(deps, principal, { request, body, isDryRun: query.dry_run === "true" }),
      {
        scope: "admin",
        body: importBody,
        query: importQuery,
        response: imported,
        detail: {
          summary: "Declare the event types of an OpenAPI 3.1 document, or of a sample catalogue",
          description:
            "The document may be JSON or YAML, at most 1 MiB. Its webhooks' request bodies are taken as the events' data. " +
            "All of it is declared or, with a fault anywhere, nothing. A dry run tells what would be done.",
        },
      },
    )
    .post("/prune", ({ body, principal }) => pruneEventTypes(deps, principal, body), {
      scope: "admin",
      body: pruneTypes,
      response: prunedTypes,
      detail: {
        summary: "Delete undeclared event types together",
        description:
          "Those of which no event was accepted since a time, or all; a dry run counts them. The next event of such a type brings it back.",
      },
    })
    .get("/:name", ({ params, principal }) => getEventType(deps, principal, params.name), {
      scope: "events:read",
      params: eventTypeParams,
      response: eventType,
      detail: { summary: "Get an event type" },
    })
    .put(
      "/:name",
      ({ params, body, request, principal }) =>
        putEventType(deps, principal, params.name, body, {
          schema: textOf(request, "schema"),
          example: textOf(request, "example"),
        }),
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
      async ({ params, principal, status }) => {
        await deleteEventType(deps, principal, params.name);
        return status(204, undefined);
      },
      {
        scope: "admin",
        params: eventTypeParams,
        detail: { summary: "Take an event type out of the catalogue", responses: noContent },
      },
    );
