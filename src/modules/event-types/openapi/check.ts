import { invalid } from "../../../http/problem.ts";
import { isJson, type Json } from "../exact-json.ts";

const MAX_WEBHOOKS = 1000;

const dialects = [
  "https://json-schema.org/draft/2020-12/schema",
  "https://spec.openapis.org/oas/3.1/dialect/base",
];

const WANTED = "an OpenAPI 3.1 document with webhooks is needed";

/** The `webhooks` of an OpenAPI 3.1 document. Throws 422 that says what else the document is. */
export function checkDocument(document: Json): Json {
  const { swagger, openapi, webhooks, jsonSchemaDialect = dialects[0] } = document;
  const refuse = (pointer: string, detail: string) => invalid([{ pointer, detail }]);
  if (swagger !== undefined) throw refuse("/swagger", `tells of Swagger, which has no webhooks; ${WANTED}`);
  if (openapi === undefined) throw refuse("/openapi", `is required: ${WANTED}`);
  if (typeof openapi !== "string" || !/^3\.1\.\d+/.test(openapi))
    throw refuse("/openapi", `must be a text such as "3.1.1": ${WANTED}`);
  if (webhooks === undefined) throw refuse("/webhooks", `is required: ${WANTED}`);
  if (!isJson(webhooks)) throw refuse("/webhooks", "must be an object of event types by their name");
  if (Object.keys(webhooks).length > MAX_WEBHOOKS)
    throw refuse("/webhooks", `may have at most ${MAX_WEBHOOKS} entries`);
  if (!dialects.includes(jsonSchemaDialect as string))
    throw refuse("/jsonSchemaDialect", `must be ${dialects.join(" or ")}`);
  return webhooks;
}
