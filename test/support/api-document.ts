import type { TestNode } from "./node.ts";

type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};
type Parameter = { $ref?: string; in: "path" | "query" | "header"; name: string };
type Described = {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema; example?: unknown }> };
};
type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { schemas?: Record<string, Schema>; parameters?: Record<string, Parameter> };
};

/** One method of one path of the API, as its document describes it. */
export type Operation = {
  method: string;
  /** Below /api/v1, with its parameters in braces. */
  path: string;
  query: string[];
  example: unknown;
  /** The members of a body, those inside others with a dot: `filter.webhook`; `events.0.tenant` in a list. */
  members: string[];
};

const API = "/api/v1";

/** Every operation of the API's document. */
export async function operationsOf(node: Pick<TestNode, "call">): Promise<Operation[]> {
  const { body: document } = await node.call<Document>("GET", "/openapi.json", undefined, { key: null });
  const { schemas = {}, parameters: shared = {} } = document.components;
  const named = <T extends { $ref?: string }>(among: Record<string, T>, one: T): T =>
    one.$ref === undefined ? one : (among[one.$ref.split("/").at(-1) ?? ""] ?? one);

  const membersOf = (schema: Schema, seen: Schema[] = []): string[] => {
    const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = named(schemas, schema);
    if (seen.includes(schema)) return [];
    const below = (inner: Schema) => membersOf(inner, [...seen, schema]);
    return [
      ...[...anyOf, ...oneOf, ...allOf].flatMap(below),
      ...(items ? below(items).map((name) => `0.${name}`) : []),
      ...Object.entries(properties).flatMap(([name, inner]) => [
        name,
        ...below(inner).map((rest) => `${name}.${rest}`),
      ]),
    ];
  };

  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const [content] = Object.values(requestBody?.content ?? {});
      return {
        method: method.toUpperCase(),
        path: path.slice(API.length),
        query: parameters
          .map((one) => named(shared, one))
          .flatMap((one) => (one.in === "query" ? [one.name] : [])),
        example: content?.example,
        members: [...new Set(content?.schema ? membersOf(content.schema) : [])],
      };
    }),
  );
}
