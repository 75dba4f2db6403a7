import { maskHeaders } from "../../wire/mask.ts";

type Resource = Record<string, unknown>;

/** Members whose text opens something. */
const SECRETS = ["secret", "key", "token"];

/** Moves with every change and says nothing that the entry's own time does not. */
const NOISE = "updated";

/** Longer texts, such as a logo, are cut: the log is to be read. In UTF-16 units. */
const LONG = 2000;
const KEPT = 100;

/**
 * The two sides of a change as the audit log keeps them: of what was there before and after, the members that differ; secrets
 * left out, headers that carry credentials masked.
 */
export function sidesOf(before: object | null, after: object | null): [Resource | null, Resource | null] {
  const [old, now] = [jsonOf(before), jsonOf(after)];
  if (!old || !now) return [shown(old), shown(now)];
  const changed = changedMembers(old, now);
  return [shown(only(old, changed)), shown(only(now, changed))];
}

/** The names of the members that differ. */
export const changedMembers = (before: object, after: object): string[] => {
  const [old, now] = [before as Resource, after as Resource];
  const differs = (name: string) => JSON.stringify(old[name]) !== JSON.stringify(now[name]);
  return Object.keys({ ...old, ...now }).filter((name) => name !== NOISE && differs(name));
};

/** The members of a resource that have one of the names. */
export const only = (resource: object, names: readonly string[]): Resource =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => names.includes(name)));

const jsonOf = (resource: object | null) => resource as Resource | null;

function shown(resource: Resource | null): Resource | null {
  if (!resource) return null;
  const open = Object.entries(resource).filter(
    ([name, value]) => !(SECRETS.includes(name) && typeof value === "string"),
  );
  return Object.fromEntries(open.map(([name, value]) => [name, shownMember(name, value)]));
}

function shownMember(name: string, value: unknown): unknown {
  if (typeof value === "string" && value.length > LONG)
    return `${value.slice(0, KEPT).toWellFormed()}… (${value.length} characters)`;
  return name === "headers" && isTexts(value) ? maskedHeaders(value) : value;
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "string");

const maskedHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(maskHeaders({ headers: {}, signatures: [] }, Object.entries(headers), []));
