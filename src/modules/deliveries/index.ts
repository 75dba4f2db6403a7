import { Elysia } from "elysia";
import { atOnce } from "../../http/at-once.ts";
import { scoped, stillHas } from "../../http/auth.ts";
import type { Principal } from "../../http/principal.ts";
import { type ExportDeps, exportDeliveries } from "./export.ts";
import { columnNames, exportFormats } from "./export-format.ts";
import { counted, countQuery, exportQuery, listQuery } from "./filter-model.ts";
import { attempt, attemptedDelivery, deliveryPage } from "./model.ts";
import { countDeliveries, listDeliveries } from "./read.ts";
import { getAttempt, getDelivery } from "./read-attempts.ts";
import { cancelPending, type DeliveriesDeps, retryDelivery } from "./service.ts";

export type DeliveriesModuleDeps = DeliveriesDeps & ExportDeps;

/** Each holds the reading thread again and again, for as long as its client takes. */
const exports = () => atOnce(2, "Two exports of yours are under way. Wait for one to end.");

/** Counting may read very many rows, and all tenants' reads wait for the same thread. */
const countings = () => atOnce(4, "Too many are counted for you now. Try again.");

const callerOf = ({ tenant, id }: Principal) => tenant ?? id;

export function deliveriesModule(deps: DeliveriesModuleDeps) {
  const counting = countings();
  const exporting = exports();
  return new Elysia({ prefix: "/deliveries", tags: ["Deliveries"] })
    .use(scoped)
    .get("", ({ query, principal }) => listDeliveries(deps.query, principal, query), {
      scope: SCOPE,
      query: listQuery,
      response: deliveryPage,
      detail: { summary: "List deliveries, newest first" },
    })
    .get(
      "/count",
      ({ query, principal }) =>
        counting(callerOf(principal), () => countDeliveries(deps.query, principal, query)),
      {
        scope: SCOPE,
        query: countQuery,
        response: counted,
        detail: { summary: "Count the deliveries that a filter selects" },
      },
    )
    .get(
      "/export",
      ({ query, principal, request }) =>
        whileOpen(exporting, callerOf(principal), (left) =>
          exportDeliveries(deps, principal, query, { mayStay: () => stillHas(request, SCOPE), left }),
        ),
      {
        scope: SCOPE,
        query: exportQuery,
        detail: {
          summary: "Export the deliveries that a filter selects, as a file",
          description: EXPORT,
          responses: { 200: { description: "A delivery a line, newest first", content: exported } },
        },
      },
    )
    .get("/:id", ({ params, principal }) => getDelivery(deps, principal, params.id), {
      scope: SCOPE,
      response: attemptedDelivery,
      detail: {
        summary: "Get a delivery with its attempts",
        description:
          "Each attempt with its bodies, as long as all of it is at most 4 MiB. Else without: `bodies` is where each one's are.",
      },
    })
    .get(
      "/:id/attempts/:number",
      ({ params, principal }) => getAttempt(deps, principal, params.id, params.number),
      {
        scope: SCOPE,
        response: attempt,
        detail: { summary: "Get an attempt with the bodies of its request and its response" },
      },
    )
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
}

const SCOPE = "deliveries:read";

const exported = Object.fromEntries(
  Object.values(exportFormats).map(({ type }) => [
    type.replace(/;.*/, ""),
    { schema: { type: "string" as const } },
  ]),
);

const EXPORT = `What there is when it is asked for, streamed; two at the same time for each caller. As ndjson each line is a delivery as the list has it. \
As csv the first line names the columns: ${columnNames.join(", ")}; a text that a spreadsheet would run as a formula begins with an apostrophe. \
Where it cannot go on, the last line is \`{"error": <problem>}\`, or begins with \`error,\`.`;

type AtOnce = ReturnType<typeof atOnce>;

/** Counts a response as one of the caller's until it calls `left`: its stream has ended, or its client is gone. */
function whileOpen(
  slots: AtOnce,
  caller: string,
  open: (left: () => void) => Promise<Response>,
): Promise<Response> {
  return new Promise((answer, refuse) => {
    const held = slots(
      caller,
      () =>
        new Promise<void>((left) => {
          open(left).then(answer, (error) => {
            left();
            refuse(error);
          });
        }),
    );
    held.catch(refuse);
  });
}
