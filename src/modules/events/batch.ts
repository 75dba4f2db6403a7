import { TypeCompiler } from "@sinclair/typebox/compiler";
import { StoreError } from "../../db/store.ts";
import { checkShape } from "../../http/body.ts";
import { faultsOf, storeProblem } from "../../http/errors.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, Problem } from "../../http/problem.ts";
import { scanArray, scanMembers } from "../../wire/json-text.ts";
import { type AcceptDeps, acceptEvent, type Submitted } from "./accept.ts";
import { type AcceptedEvent, newEvent } from "./model.ts";

const checker = TypeCompiler.Compile(newEvent);

/**
 * Accepts each valid event and answers for each other one in its place, also where the database refused it: they share
 * a commit or a few, but not their fate.
 */
export async function acceptBatch(
  deps: AcceptDeps,
  principal: Principal,
  values: unknown[],
  text: string,
  maxBytes: number,
): Promise<(AcceptedEvent | { error: ReturnType<Problem["toJSON"]> })[]> {
  const spans = elementSpans(text);
  return Promise.all(
    values.map(async (value, i) => {
      try {
        const span = spans[i];
        const submitted = submit(value, span ? text.slice(span.start, span.end) : "", maxBytes);
        return (await acceptEvent(deps, principal, submitted, null)).event;
      } catch (error) {
        return { error: problemOf(error).toJSON() };
      }
    }),
  );
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreError) return storeProblem(error);
  throw error;
}

function elementSpans(text: string) {
  const array = scanMembers(text).get("events");
  // It is the last one of its name and there is no other name, so a comma before it parts it from its like.
  if (array && text.slice(0, array.start).includes(","))
    throw invalid([{ pointer: "/events", detail: "is given twice" }]);
  return array ? scanArray(text, array.start) : [];
}

function submit(value: unknown, text: string, maxBytes: number): Submitted {
  if (Buffer.byteLength(text) > maxBytes)
    throw new Problem("too_large", `An event may have at most ${maxBytes} bytes.`);
  if (!checker.Check(value)) throw invalid(faultsOf([...checker.Errors(value)], ""));
  return { body: value, text, shape: checkShape(text) };
}
