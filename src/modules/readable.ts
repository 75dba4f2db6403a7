import type { Column, SQL } from "drizzle-orm";
import type { Principal } from "../http/principal.ts";
import { coversPattern } from "../outbox/match.ts";
import { coveredBy } from "../outbox/selection.ts";
import { given } from "./conditions.ts";

/** Whether a type, or everything that a pattern covers, is the caller's to read: events of other types are not found. */
export const mayRead = ({ eventTypes }: Pick<Principal, "eventTypes">, type: string): boolean =>
  eventTypes === null || coversPattern(eventTypes, type);

/** The same as a condition on the column of types; none for a caller that may read all. */
export const readable = (type: Column, { eventTypes }: Principal): SQL | undefined =>
  given(eventTypes, (patterns) => coveredBy(type, patterns));
