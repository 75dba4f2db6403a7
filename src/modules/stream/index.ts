import { Elysia } from "elysia";
import { scoped, stillHas } from "../../http/auth.ts";
import { asReceived } from "../../http/base-path.ts";
import { streamQuery } from "./model.ts";
import { type StreamDeps, streamAttempts } from "./service.ts";

export type { StreamDeps } from "./service.ts";

const SCOPE = "deliveries:read";

/** Beats do not count for the server: it would cut a stream off at its idle timeout however much is sent. */
const FOREVER = 0;

export const streamModule = (deps: StreamDeps) =>
  new Elysia({ prefix: "/deliveries", tags: ["Deliveries"] }).use(scoped).get(
    "/stream",
    ({ query, principal, request, server }) => {
      server?.timeout(asReceived(request), FOREVER);
      return streamAttempts(deps, principal, query, {
        lastEventId: request.headers.get("last-event-id"),
        mayStay: () => stillHas(request, SCOPE),
      });
    },
    {
      scope: SCOPE,
      query: streamQuery,
      detail: {
        summary: "Follow attempts as they are made, as server-sent events",
        responses: {
          200: {
            description: "One event for each finished attempt",
            content: { "text/event-stream": { schema: { type: "string" } } },
          },
        },
      },
    },
  );
