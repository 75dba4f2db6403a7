import type { TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { faultsOf } from "../../http/errors.ts";
import { invalid } from "../../http/problem.ts";

/** Holds what did not come through the API against the API's own model. Throws 422. */
export function refuseInvalid(model: TSchema, value: unknown): void {
  const faults = faultsOf(Value.Errors(model, value), "");
  if (faults.length > 0) throw invalid(faults);
}
