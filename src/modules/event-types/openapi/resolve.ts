import { invalid } from "../../../http/problem.ts";
import { jsonPointer } from "../../../wire/pointer.ts";
import { isJson, type Json } from "../exact-json.ts";

/** A value of a document and the JSON pointer to it. */
export type Placed = { value: unknown; at: string };

/** More references to references than anybody means. */
const MAX_HOPS = 20;

/** Follows `$ref` from object to object inside the document. Nothing is ever fetched. Throws 422. */
export function resolve(document: Json, start: Placed): Placed {
  let here = start;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    if (!isJson(here.value) || typeof here.value.$ref !== "string") return here;
    here = lookUp(document, here.value.$ref, `${here.at}/$ref`);
  }
  throw invalid([{ pointer: start.at, detail: "refers to itself" }]);
}

/** What a reference such as `#/components/schemas/Order` names; `at` is where the reference stands. Throws 422. */
export function lookUp(document: Json, reference: string, at: string): Placed {
  if (!reference.startsWith("#/"))
    throw invalid([{ pointer: at, detail: "must begin with #/: no other document is ever fetched" }]);
  const steps = stepsOf(reference);
  const value = steps.reduce<unknown>(child, document);
  if (value === undefined) throw invalid([{ pointer: at, detail: "names nothing in this document" }]);
  return { value, at: jsonPointer(steps) };
}

/** The steps of a reference `#/...`. Source: RFC 6901 section 6. */
export const stepsOf = (reference: string): string[] =>
  reference
    .slice(2)
    .split("/")
    .map((step) => decoded(step).replaceAll("~1", "/").replaceAll("~0", "~"));

/** A member or an element; undefined where there is none. */
export function child(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
  return isJson(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
