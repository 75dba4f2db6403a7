import { JSON_ONLY, type MediaTypes, parseBody, readText } from "../../http/body.ts";

/** Of a document that is imported, in bytes. */
export const MAX_IMPORT_BYTES = 1024 * 1024;

const YAML = /^(application\/([\w.+-]+\+|x-)?yaml|text\/(x-)?yaml)\s*(;|$)/i;

const YAML_ONLY: MediaTypes = { pattern: YAML, advice: "Send YAML." };

const JSON_TOO: MediaTypes = {
  ...JSON_ONLY,
  advice: 'Send the document with the header "Content-Type: application/json" or "application/yaml".',
};

/** Reads the body of an import: a value from JSON, the text of YAML. Throws 400, 413, 415 and 422. */
export async function parseImport(request: Request): Promise<unknown> {
  if (YAML.test(request.headers.get("content-type") ?? ""))
    return readText(request, MAX_IMPORT_BYTES, YAML_ONLY);
  return parseBody(request, MAX_IMPORT_BYTES, JSON_TOO);
}
