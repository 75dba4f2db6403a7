import type { Query } from "../../db/query.ts";
import { textOf } from "../../http/body.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, Problem } from "../../http/problem.ts";
import { type FilterSubject, type Filters, filterInput } from "../../outbox/filter.ts";
import { OPERATORS } from "../../sandbox/sandbox.ts";
import { scanMembers } from "../../wire/json-text.ts";
import { findEvent } from "../events/read.ts";
import type { FilterTried, FilterTry } from "./model.ts";

export type TryFilterDeps = { query: Query; sandbox: Filters };

/**
 * What a filter answers for an event that is given, or for one that was accepted. A filter that cannot be read is an answer too.
 * Throws 403 for an accepted event where the caller may not read events, 404, 422.
 */
export async function tryFilter(
  deps: TryFilterDeps,
  principal: Principal,
  input: FilterTry,
  request: Request,
): Promise<FilterTried> {
  if ((input.event === undefined) === (input.event_id === undefined))
    throw invalid([{ pointer: "", detail: "must have either an event or an event_id" }]);
  const subject = input.event
    ? givenEvent(input.event, textOf(request, "event") ?? "{}")
    : await acceptedEvent(deps, principal, input);
  const answer = await deps.sandbox.filter(input.filter, filterInput(subject), ownerOf(principal));
  if ("error" in answer) return { matches: false, result: null, error: answer.error };
  return { matches: answer.matches, result: answer.value, error: null };
}

/** Whose turn a try takes: who is bound to a tenant holds up nobody else. */
export const ownerOf = ({ tenant }: Principal): string => tenant ?? OPERATORS;

/** `text` is the event as it was written, for its numbers. */
function givenEvent(
  { type, channel = null, actor = null, previous_attributes }: NonNullable<FilterTry["event"]>,
  text: string,
): FilterSubject {
  const members = scanMembers(text);
  const member = (name: string) => {
    const span = members.get(name);
    return span ? text.slice(span.start, span.end) : null;
  };
  const previousAttributes = previous_attributes ? member("previous_attributes") : null;
  return { type, channel, actor, data: member("data") ?? "null", previousAttributes };
}

/** A filter can answer all that it sees, so this is reading the event. */
function acceptedEvent({ query }: TryFilterDeps, principal: Principal, { event_id = "", tenant }: FilterTry) {
  if (!principal.scopes.has("events:read") && !principal.scopes.has("admin"))
    throw new Problem("forbidden", "This needs a key with the scope events:read.");
  return findEvent(query, principal, event_id, tenant);
}
