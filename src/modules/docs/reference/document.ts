/** What the page reads of the OpenAPI document that Posthorn makes of its own routes. Source: OpenAPI 3.1. */
export type ApiDocument = {
  info: { title: string; version: string; description: string };
  components: { responses: Record<string, Answer>; schemas?: Record<string, Schema> };
  paths: Record<string, Record<string, Operation> | undefined>;
};

export type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  required?: string[];
  items?: Schema | Schema[];
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
  uniqueItems?: boolean;
};

export type Content = Record<string, { schema?: Schema }>;

export type Parameter = { name: string; in: string; required?: boolean; schema?: Schema };

export type Answer = { $ref?: string; description?: string; content?: Content };

export type Operation = {
  tags?: string[];
  summary?: string;
  description?: string;
  security?: Record<string, unknown>[];
  parameters?: Parameter[];
  requestBody?: { description?: string; content?: Content; required?: boolean };
  responses?: Record<string, Answer>;
};

/** One method of one path. */
export type Route = { method: string; path: string; operation: Operation };

const MODEL = /^#\/components\/schemas\/(\w+)$/;

/** The document with each model in the place of what refers to it: the page shows an operation's fields beside it. */
export function written(document: ApiDocument): ApiDocument {
  const { schemas = {} } = document.components;
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== "object" || value === null) return value;
    const [, name = ""] = MODEL.exec(String((value as Schema).$ref)) ?? [];
    if (schemas[name] !== undefined) return inside(schemas[name]);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inside(one)]));
  };
  const { paths, components, ...rest } = document;
  const responses = inside(components.responses) as Record<string, Answer>;
  return { ...rest, components: { responses }, paths: inside(paths) as ApiDocument["paths"] };
}

/** All routes under the tag that each is filed under, both in the document's order. */
export function routesByTag({ paths }: ApiDocument): [tag: string, routes: Route[]][] {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(
      ([method, operation]): Route => ({ method: method.toUpperCase(), path, operation }),
    ),
  );
  return [...Map.groupBy(routes, ({ operation }) => operation.tags?.[0] ?? "Other")];
}
