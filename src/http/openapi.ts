import { Type } from "@sinclair/typebox";
import { type AnyElysia, Elysia, t } from "elysia";
import { describeAccess } from "./access.ts";
import { needsOf } from "./auth.ts";
import { USER_COOKIE } from "./user-cookie.ts";

const PATH = "/api/v1/openapi.json";

const fault = t.Object({
  pointer: t.String({
    description:
      "Where it is: a JSON pointer into the body, or `/query/<name>`, `/path/<name>`, `/headers/<name>`.",
  }),
  detail: t.String({ description: "What is wrong there." }),
});

/** Source: RFC 9457; `errors` as `problem.ts` has them. */
const problem = t.Object({
  type: t.String({ description: "`urn:posthorn:problem:` and the code." }),
  title: t.String({ description: "The kind of problem, for people; the same for each of a code." }),
  status: Type.Integer({ description: "The status of the answer." }),
  detail: t.String({ description: "What happened this time, and what to do." }),
  code: t.String({ description: "The kind of problem, for programs." }),
  errors: t.Optional(t.Array(fault, { description: "Each fault of what was sent, where it has faults." })),
});

const components = {
  securitySchemes: {
    key: { type: "http", scheme: "bearer" },
    session: { type: "apiKey", in: "cookie", name: USER_COOKIE },
  },
  responses: {
    Problem: { description: "Refused", content: { "application/problem+json": { schema: problem } } },
  },
};

/** For `detail.responses` of a route that answers nothing. */
export const noContent = { 204: { description: "Done; there is no body" } };

/** Makes the API's document from the routes' own models, when it is asked for the first time. */
export function apiDescription(version: string, app: () => AnyElysia) {
  let made: ReturnType<typeof describe> | undefined;
  return () => {
    made ??= describe(version, app());
    return made;
  };
}

export type ApiDescription = ReturnType<typeof apiDescription>;

/** `/api/v1/openapi.json`. */
export const apiDocument = (document: ApiDescription) =>
  new Elysia().get(PATH, document, { detail: { hide: true } });

async function describe(version: string, app: AnyElysia) {
  // Two megabytes that nobody needs who does not ask for the document.
  const { toOpenAPISchema } = await import("@elysiajs/openapi");
  // Bodies are read by a function, of which the document cannot tell that it takes JSON.
  const routes = app.routes.map((route) => ({
    ...route,
    hooks: { ...route.hooks, parse: [{ fn: "json" }], detail: withAccess(route.hooks) },
  }));
  const described = { getGlobalRoutes: () => routes } as unknown as AnyElysia;
  const { paths } = toOpenAPISchema(described, { paths: [/^\/(?!api\/)/] });
  const operations = Object.values(paths).flatMap((path) => Object.values(path ?? {}) as Operation[]);
  for (const operation of operations)
    operation.responses = { ...operation.responses, default: { $ref: "#/components/responses/Problem" } };
  const description = "Send webhooks: publish events, register webhooks, follow each delivery and attempt.";
  return {
    openapi: "3.1.2",
    info: { title: "Posthorn", version, description },
    security: [{ key: [] }, { session: [] }],
    components,
    paths,
  };
}

/** A route's detail with who may ask; a route without `scope` says itself that it is open. */
function withAccess({ detail, ...hooks }: { detail?: Detail; transform?: unknown }): Detail {
  const needs = needsOf(hooks);
  if (needs === undefined) return { ...detail };
  const { security, words } = describeAccess(needs);
  return { ...detail, security, description: [detail?.description ?? [], words].flat().join(" ") };
}

type Detail = { description?: string; security?: object[] };

type Operation = { responses?: object };
