import { afterAll } from "bun:test";
import { createSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import type { SupervisorOptions } from "../../src/sandbox/supervisor.ts";

/** Far more than anything honest needs, so that a busy machine is no overrun; `run` is what each loop costs a test. */
export const patient = { load: 60_000, check: 30_000, run: 600 };

/** A sandbox as one tenant has it. */
export function asTenant(sandbox: Sandbox, tenant: string) {
  const { validate, checkFilter, filter } = sandbox;
  return {
    ...sandbox,
    validate: (schema: string, data: string) => validate(schema, data, tenant),
    checkFilter: (expression: string) => checkFilter(expression, tenant),
    filter: (expression: string, input: string) => filter(expression, input, tenant),
  };
}

/** A sandbox with a real thread for a whole test file, as one tenant has it. */
export function sandboxForTests(options: SupervisorOptions = {}) {
  const sandbox = createSandbox({ deadlines: patient, ...options });
  afterAll(() => sandbox.close());
  return asTenant(sandbox, "acme");
}

/** An expression that never comes to an end, and does not take the same stack deeper and deeper. */
export const LOOP = "($f := function($n){ $f($n) }; $f(1))";

/** A schema that tries two to the power of forty ways. */
export const EXPONENTIAL = JSON.stringify({
  $ref: "#/$defs/d40",
  $defs: Object.fromEntries(
    Array.from({ length: 41 }, (_, n) => {
      const next = { $ref: `#/$defs/d${n - 1}` };
      return [`d${n}`, n === 0 ? { type: "object" } : { anyOf: [next, next] }];
    }),
  ),
});
