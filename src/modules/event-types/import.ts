import { TypeCompiler } from "@sinclair/typebox/compiler";
import { keepBody, rawBody } from "../../http/body.ts";
import { faultsOf } from "../../http/errors.ts";
import type { Principal } from "../../http/principal.ts";
import { type Fault, invalid } from "../../http/problem.ts";
import { auditEntry } from "../audit/entry.ts";
import {
  type Declaration,
  type Described,
  declarationFaults,
  declare,
  declaredDeed,
  declaredTypes,
} from "./declaration.ts";
import { type Json, parseExactly, sameJson } from "./exact-json.ts";
import { type Imported, importDocument } from "./model.ts";
import { placeIn } from "./openapi/embed.ts";
import { type Found, readDocument } from "./openapi/read.ts";
import { sampleCatalogue } from "./samples/index.ts";
import type { EventTypesDeps } from "./service.ts";
import { yamlToJson } from "./yaml.ts";

/** More say nothing new. */
const MAX_FAULTS = 100;

/**
 * Declares every event type of an OpenAPI 3.1 document with `webhooks` (`readDocument`), of the same in YAML, or of a sample
 * catalogue: all in one transaction or, with a fault anywhere, none. What is declared the same already is left alone, as
 * are types that the document does not name. A dry run tells what would be done. Throws 400, 422.
 */
export async function importEventTypes(
  deps: EventTypesDeps,
  principal: Principal,
  { request, body, isDryRun }: { request: Request; body: unknown; isDryRun: boolean },
): Promise<Imported> {
  const { found, faults } = await read(request, body);
  await refuseFaulty(deps, found, faults);
  const before = new Map((await declaredTypes(deps.query)).map((one) => [one.name, one]));
  const plan = compare(found, before);
  if (!isDryRun) await carryOut(deps, principal, [...plan.created, ...plan.updated], before);
  return {
    created: plan.created.map(({ name }) => name),
    updated: plan.updated.map(({ name }) => name),
    unchanged: plan.unchanged.map(({ name }) => name),
  };
}

const checker = TypeCompiler.Compile(importDocument);

async function read(request: Request, body: unknown): Promise<{ found: Found[]; faults: Fault[] }> {
  const value = typeof body === "string" ? keepBody(request, await yamlToJson(body)) : body;
  if (!checker.Check(value)) throw invalid(faultsOf([...checker.Errors(value)], ""));
  if (value.sample === undefined) return readDocument(parseExactly(rawBody(request).text) as Json);
  if (Object.keys(value).length > 1) throw invalid([{ pointer: "/sample", detail: "must stand alone" }]);
  const declarations = await sampleCatalogue(value.sample);
  return { found: declarations.map((declaration) => ({ declaration, places: [] })), faults: [] };
}

/** Throws 422 with the faults of all schemas and examples, each where it stands in the document. */
async function refuseFaulty({ sandbox }: EventTypesDeps, found: Found[], misread: Fault[]): Promise<void> {
  const faults = new Map(misread.map((fault) => [JSON.stringify(fault), fault]));
  for (const { declaration, places } of found)
    for (const { pointer, detail } of await declarationFaults(sandbox, declaration)) {
      const fault = { pointer: placeIn(places, pointer), detail };
      faults.set(JSON.stringify(fault), fault);
    }
  if (faults.size > 0) throw invalid([...faults.values()].slice(0, MAX_FAULTS));
}

type Plan = Record<keyof Imported, Declaration[]>;

function compare(found: Found[], before: Map<string, Declaration>): Plan {
  const plan: Plan = { created: [], updated: [], unchanged: [] };
  for (const { declaration: described } of found) {
    const known = before.get(described.name);
    // A document does not say whose a type is.
    const declaration = { ...described, tenants: known?.tenants ?? null };
    plan[known ? (isSame(known, declaration) ? "unchanged" : "updated") : "created"].push(declaration);
  }
  return plan;
}

function isSame(one: Described, other: Described): boolean {
  return (
    one.description === other.description &&
    one.group === other.group &&
    one.deprecated === other.deprecated &&
    sameJson(one.schema, other.schema) &&
    sameJson(one.example, other.example)
  );
}

async function carryOut(
  deps: EventTypesDeps,
  principal: Principal,
  declarations: Declaration[],
  before: Map<string, Declaration>,
): Promise<void> {
  const now = deps.clock.now();
  const statements = declarations.flatMap((one) => [
    declare(deps.query, one, now),
    auditEntry(deps, principal, declaredDeed(before.get(one.name) ?? null, one)),
  ]);
  if (statements.length > 0) await deps.store.write(statements);
  for (const declaration of declarations) deps.registry.declareType(declaration);
}
