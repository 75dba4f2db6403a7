import type { TOptional, TUnknown } from "@sinclair/typebox";
import { t } from "elysia";
import { parseDateTime } from "../wire/date-time.ts";
import { type Fault, invalid } from "./problem.ts";

/** A member that only Posthorn writes, in the model of a body that may be what a GET returned. */
const fact = t.Optional(t.Unknown({ readOnly: true, description: "as it was returned" }));

/** The members of a model for facts of these names. */
export const facts = <const N extends string>(names: readonly N[]) =>
  Object.fromEntries(names.map((name) => [name, fact])) as Record<N, TOptional<TUnknown>>;

/**
 * A body without the facts that only Posthorn writes: what GET returned can be changed and put back. `shown` is what GET returns
 * now, null where there is nothing yet; the body stands at `base` of the request. Throws 422 with a pointer to each fact that is not as it is shown.
 */
export function withoutFacts<B extends object, N extends string>(
  body: B,
  names: readonly N[],
  shown: object | null,
  base = "",
): Omit<B, N> {
  const given = Object.entries(body).filter(([name]) => names.includes(name as N));
  const faults = given.flatMap(([name, value]): Fault[] => {
    const present = shown === null ? undefined : (shown as Record<string, unknown>)[name];
    if (present !== undefined && isSame(value, present)) return [];
    return [
      { pointer: `${base}/${name}`, detail: "is for Posthorn to write: leave it out, or as it was returned" },
    ];
  });
  if (faults.length > 0) throw invalid(faults);
  const left = Object.entries(body).filter(([name]) => !names.includes(name as N));
  return Object.fromEntries(left) as Omit<B, N>;
}

/** Clients that read a date-time as a moment write it in their own way: Python with an offset, Go without zeros at the end. */
function isSame(value: unknown, present: unknown): boolean {
  if (Bun.deepEquals(value, present)) return true;
  if (typeof value !== "string" || typeof present !== "string") return false;
  const moment = parseDateTime(value);
  return moment !== null && moment === parseDateTime(present);
}
