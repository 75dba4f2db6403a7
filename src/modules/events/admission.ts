import { distance } from "fastest-levenshtein";
import { StoreError } from "../../db/store.ts";
import { invalid, Problem } from "../../http/problem.ts";
import type { NewEvent } from "../../outbox/enqueue.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Settings } from "../settings/settings.ts";

export type AdmissionDeps = {
  registry: Registry;
  settings: Pick<Settings, "get">;
  sandbox: Pick<Sandbox, "validate">;
};

/**
 * Why the catalogue does not let an event in: its type is not declared for the tenant while `strict_event_types` is on, or its data does not
 * fit the schema of its type. Null when it may come in; without a schema nothing is judged. Throws StoreError when too much waits.
 */
export async function refusalOf(
  { registry, settings, sandbox }: AdmissionDeps,
  { type, data, tenant }: Pick<NewEvent, "type" | "data" | "tenant">,
): Promise<Problem | null> {
  const { catalogue } = registry;
  if (settings.get("strict_event_types") && !catalogue.isDeclaredFor(tenant, type))
    return notDeclared(type, catalogue.declaredFor(tenant));
  const schema = catalogue.schemaOf(type);
  if (schema === undefined || schema === null) return null;
  const judged = await sandbox.validate(schema, data, tenant);
  if ("error" in judged && judged.crowded) throw new StoreError("crowded", judged.error);
  if ("error" in judged) return notJudged(type, judged.error);
  if (judged.faults.length === 0) return null;
  return invalid(judged.faults.map(({ pointer, detail }) => ({ pointer: `/data${pointer}`, detail })));
}

/** Refused for now rather than let in unseen: a machine that was busy may judge it the next time, else the schema has to be mended. */
function notJudged(type: string, error: string): Problem {
  const detail = `The data cannot be judged by the schema of ${type}: ${error}. If this stays, whoever keeps the catalogue has to mend that schema.`;
  return new Problem("schema_not_judged", detail, [], { "retry-after": "60" });
}

function notDeclared(type: string, declared: Iterable<string>): Problem {
  const near = nearest(type, declared);
  const hint = near.length > 0 ? `; did you mean ${near.join(" or ")}?` : "";
  return invalid([{ pointer: "/type", detail: `is not an event type of the catalogue${hint}` }]);
}

const MAX_NEAR = 3;

/** At most three names that differ in no more than a third of their characters, the nearest first. */
function nearest(type: string, names: Iterable<string>): string[] {
  const most = Math.max(2, Math.floor(type.length / 3));
  return [...names]
    .filter((name) => Math.abs(name.length - type.length) <= most)
    .map((name) => ({ name, away: distance(type, name) }))
    .filter(({ away }) => away <= most)
    .sort((one, other) => one.away - other.away)
    .slice(0, MAX_NEAR)
    .map(({ name }) => name);
}
