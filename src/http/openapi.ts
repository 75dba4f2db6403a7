import { type TSchema, Type } from "@sinclair/typebox";
import { type AnyElysia, Elysia, t } from "elysia";
import { describeAccess } from "./access.ts";
import { needsOf } from "./auth.ts";
import { type Json, modernSchema, namedSchemas, rewritten, withoutNull } from "./openapi-schemas.ts";
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

const securitySchemes = {
  key: { type: "http", scheme: "bearer" },
  session: { type: "apiKey", in: "cookie", name: USER_COOKIE },
};

/** What callers may do with a response that is not the first of its kind, or comes too soon. */
const headers = {
  RetryAfter: {
    description: "After how many seconds to try again, where that is worth it. Source: RFC 9110, 10.2.3.",
    schema: { type: "integer", minimum: 0 },
  },
  IdempotentReplayed: {
    description: "The event had been accepted before; this is the first response once more.",
    schema: { type: "string", const: "true" },
  },
};

const refused = {
  description: "Refused",
  headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" } },
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** A path with a dot is no file here. */
const CONVERSION = { staticFile: false };

/** For `detail.responses` of a route that answers nothing. */
export const noContent = { 204: { description: "Done; there is no body" } };

/** What the document has beside the routes' own models. */
export type ApiNames = {
  /** How a generated client calls each operation, by method and path below the API's own. */
  operations: Record<string, string>;
  /** What a generated client calls each model. */
  schemas: Record<string, TSchema>;
  tags: readonly { name: string; description: string }[];
  /** A body that the operation takes, by method and path; undefined for one without. */
  example(operation: { method: string; path: string; operation: object }): unknown;
};

export type ApiFacts = { version: string; baseUrl: string | null; names: ApiNames };

/** Makes the API's document from the routes' own models, when it is asked for the first time. */
export function apiDescription(facts: ApiFacts, routes: Routes) {
  let made: ReturnType<typeof describe> | undefined;
  return () => {
    made ??= describe(facts, routes);
    return made;
  };
}

export type ApiDescription = ReturnType<typeof apiDescription>;

/** `/api/v1/openapi.json`. */
export const apiDocument = (document: ApiDescription) =>
  new Elysia().get(PATH, document, { detail: { hide: true } });

type Routes = AnyElysia["routes"];

async function describe({ version, baseUrl, names }: ApiFacts, all: Routes) {
  // Two megabytes that nobody needs who does not ask for the document.
  const { toOpenAPISchema } = await import("@elysiajs/openapi");
  // Bodies are read by a function, of which the document cannot tell that it takes JSON.
  const routes = all.map((route) => ({
    ...route,
    hooks: { ...route.hooks, parse: [{ fn: "json" }], detail: withAccess(route.hooks) },
  }));
  const modern = (made: object) => rewritten(JSON.parse(JSON.stringify(made)), modernSchema) as Json;
  const converted = (list: object[]) =>
    modern(
      toOpenAPISchema({ getGlobalRoutes: () => list } as unknown as AnyElysia, CONVERSION).paths,
    ) as Paths;
  const { schemas, referred } = namedSchemas(modelsOf(names.schemas, converted));
  const complete = converted(routes);
  for (const [path, methods] of Object.entries(complete))
    for (const [method, operation] of Object.entries(methods))
      addNames(operation, { method: method.toUpperCase(), path }, names);
  const paths = referred(complete) as Paths;
  const description = "Send webhooks: publish events, register webhooks, follow each delivery and attempt.";
  return {
    openapi: "3.1.2",
    info: {
      title: "Posthorn",
      version,
      description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: (baseUrl ?? "/").replace(/(?<=.)\/$/, ""), description: "This instance" }],
    tags: names.tags,
    security: [{ key: [] }, { session: [] }],
    components: { securitySchemes, headers, responses: { Problem: refused }, schemas },
    paths,
  };
}

type Paths = Record<string, Record<string, Operation>>;

/** Each named model as the document has it: the converter takes routes alone. */
function modelsOf(
  schemas: Record<string, TSchema>,
  converted: (routes: object[]) => Paths,
): Record<string, Json> {
  const all = { Problem: problem, ...schemas };
  const routes = Object.entries(all).map(([name, response]) => ({
    ...{ method: "GET", path: `/api/${name}`, hooks: { response } },
  }));
  const paths = converted(routes);
  return Object.fromEntries(
    Object.keys(all).map((name) => {
      const { 200: { content = {} } = {} } = paths[`/api/${name}`]?.get?.responses ?? {};
      return [name, Object.values(content)[0]?.schema ?? {}];
    }),
  );
}

type Place = { method: string; path: string };

/** Gives an operation its name, all that it may answer with, and a body to try it with. */
function addNames(operation: Operation, at: Place, names: ApiNames): void {
  const id = names.operations[`${at.method} ${at.path.replace("/api/v1", "")}`];
  if (id !== undefined) operation.operationId = id;
  addResponses(operation);
  addExample(operation, names.example({ ...at, operation }));
}

function addResponses(operation: Operation): void {
  const { "x-responses": added = {}, responses = {} } = operation;
  for (const [status, { headers, content }] of Object.entries(added)) {
    const known = responses[status];
    responses[status] = {
      ...known,
      ...(headers && { headers }),
      ...(content && { content: { ...known?.content, ...content } }),
    };
  }
  operation.responses = { ...responses, default: { $ref: "#/components/responses/Problem" } };
  delete operation["x-responses"];
}

function addExample({ requestBody: body }: Operation, example: unknown): void {
  const [media] = Object.values(body?.content ?? {});
  if (!body || !media) return;
  body.required = !acceptsNone(media.schema) && !asksForNothing(media.schema);
  media.schema = withoutNone(media.schema);
  media.example = example;
}

/** No body is the same as one without members. */
const asksForNothing = ({ type, required, minProperties }: Json): boolean =>
  type === "object" && required === undefined && minProperties === undefined;

/** A body that may be null may be left out. */
const acceptsNone = ({ type, anyOf }: Json): boolean =>
  [type].flat().includes("null") || (Array.isArray(anyOf) && anyOf.some((one) => one.type === "null"));

function withoutNone(schema: Json): Json {
  const { anyOf } = schema;
  const [first] = Array.isArray(anyOf) ? anyOf.filter((one) => one.type !== "null") : [];
  return first ?? withoutNull(schema);
}

/** A route's detail with who may ask; a route without `scope` says itself that it is open. */
function withAccess({ detail, ...hooks }: { detail?: Detail; transform?: unknown }): Detail {
  const needs = needsOf(hooks);
  if (needs === undefined) return { ...detail };
  const { security, words } = describeAccess(needs);
  return { ...detail, security, description: [detail?.description ?? [], words].flat().join(" ") };
}

type Detail = { description?: string; security?: object[] };

type Content = Record<string, { schema: Json; example?: unknown }>;

type Operation = {
  operationId?: string;
  /** By status, what the converter has no place for. */
  "x-responses"?: Record<string, { headers?: object; content?: Content }>;
  requestBody?: { required?: boolean; content: Content };
  responses?: Record<string, { content?: Content; headers?: object; $ref?: string }>;
};
