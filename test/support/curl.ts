/**
 * A stand-in for curl, so that README's lines run on a machine without it: `bun curl.ts [options] URL`. It knows the options
 * that Posthorn's own texts use and refuses any other with status 2, as curl does. It prints the response's body.
 */
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: "boolean", short: "s" },
    "show-error": { type: "boolean", short: "S" },
    globoff: { type: "boolean", short: "g" },
    "write-out": { type: "string", short: "w", default: "" },
    header: { type: "string", short: "H", multiple: true, default: [] },
    data: { type: "string", short: "d" },
    "data-raw": { type: "string" },
    request: { type: "string", short: "X" },
    url: { type: "string" },
  },
});
const url = values.url ?? positionals[0];
const body = values["data-raw"] ?? values.data;
if (url === undefined || body?.startsWith("@")) process.exit(2);

const headers = values.header.map((line): [string, string] => {
  const at = line.search(/[:;]/);
  return [line.slice(0, at), line.slice(at + 1).trim()];
});
const method = values.request ?? (body === undefined ? "GET" : "POST");
const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
process.stdout.write(`${await response.text()}${values["write-out"].replaceAll("\\n", "\n")}`);
