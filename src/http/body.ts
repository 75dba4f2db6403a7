import { compact, type JsonShape, scanObject } from "../wire/json-text.ts";
import { invalid, Problem } from "./problem.ts";

/** Containers inside containers; more is refused before anything walks them. */
export const MAX_DEPTH = 64;

/** A body as its caller wrote it, kept because numbers and the order of keys do not survive JavaScript's objects. */
export type RawBody = { text: string; shape: JsonShape };

const rawBodies = new WeakMap<Request, RawBody>();

/** The text and spans of a request's JSON body. Only for routes that parsed one. */
export function rawBody(request: Request): RawBody {
  const raw = rawBodies.get(request);
  if (!raw) throw new Problem("malformed_json", "A JSON body is needed.");
  return raw;
}

/** As `memberOf`, of a request's body. */
export const textOf = (request: Request, member: string) => memberOf(rawBody(request), member);

/** A member as it was written, without white space between its tokens; null where there is none. */
export function memberOf({ text, shape }: RawBody, member: string): string | null {
  const span = shape.members.get(member);
  return span ? compact(text.slice(span.start, span.end)) : null;
}

/** Reads a JSON body: strictly UTF-8, no key twice, no deeper than MAX_DEPTH. Null where there is none: at undefined Elysia would read on. */
export async function parseBody(
  request: Request,
  maxBytes: number,
  types: MediaTypes = JSON_ONLY,
): Promise<unknown> {
  const text = await readText(request, maxBytes, types);
  return text === null ? null : keepBody(request, text);
}

/** Reads a JSON text as the body of `request`, strictly: no key twice, no deeper than MAX_DEPTH. */
export function keepBody(request: Request, text: string): unknown {
  const value = parseJson(text);
  if (typeof value === "object" && value !== null) rawBodies.set(request, { text, shape: checkShape(text) });
  return value;
}

/** As `parseBody`, but leaves the check of each part to the caller, who can answer for one part alone. */
export async function parseBatchBody(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readText(request, maxBytes, JSON_ONLY);
  if (text === null) return null;
  const value = parseJson(text);
  rawBodies.set(request, { text, shape: { members: new Map(), fault: null } });
  return value;
}

/** The spans of a JSON text's members. Throws the problem of a key that stands twice, or of too much depth. */
export function checkShape(text: string): JsonShape {
  const shape = scanObject(text, MAX_DEPTH);
  const { fault } = shape;
  if (fault?.kind === "duplicate_key") throw invalid([{ pointer: fault.pointer, detail: "is given twice" }]);
  if (fault) throw invalid([{ pointer: fault.pointer, detail: `is nested more than ${MAX_DEPTH} deep` }]);
  return shape;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message.replace(/^JSON Parse error: /, "");
    const end = reason === "Unexpected EOF" ? "it ends too early" : reason;
    throw new Problem("malformed_json", `The body cannot be read as JSON: ${end}.`);
  }
}

/** What a body may be sent as, and what who sends something else is told. */
export type MediaTypes = { pattern: RegExp; advice: string };

export const JSON_ONLY: MediaTypes = {
  pattern: /^application\/([\w.+-]+\+)?json\s*(;|$)/i,
  advice: 'Send the body with the header "Content-Type: application/json".',
};

/** The body as strict UTF-8; null where there is none. Throws 413, 415, and 400 for other bytes. */
export async function readText(
  request: Request,
  maxBytes: number,
  { pattern, advice }: MediaTypes,
): Promise<string | null> {
  const contentType = request.headers.get("content-type");
  if (!request.body || request.headers.get("content-length") === "0") return null;
  if (!pattern.test(contentType ?? "")) throw new Problem("unsupported_media_type", advice);
  if (!/^(identity)?$/i.test(request.headers.get("content-encoding") ?? ""))
    throw new Problem("unsupported_media_type", "Send the body as it is, without a Content-Encoding.");
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem("malformed_json", "The body is not valid UTF-8.");
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (Number(declared) > maxBytes) throw tooLarge(maxBytes);
  if (declared !== null) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (maxBytes: number) =>
  new Problem("too_large", `The body may have at most ${maxBytes} bytes.`);
