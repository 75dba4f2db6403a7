import { type AnyElysia, Elysia, t } from "elysia";
import { USER_COOKIE } from "./user-cookie.ts";

const PATH = "/api/v1/openapi.json";

/** Source: RFC 9457; `errors` as `problem.ts` has them. */
const problem = t.Object({
  type: t.String(),
  title: t.String(),
  status: t.Number(),
  detail: t.String(),
  code: t.String(),
  errors: t.Optional(t.Array(t.Object({ pointer: t.String(), detail: t.String() }))),
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

/** For `detail` of a route that is for people who have signed in, not for keys. */
export const ofSession = { security: [{ session: [] }] };

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
    hooks: { ...route.hooks, parse: [{ fn: "json" }] },
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

type Operation = { responses?: object };
