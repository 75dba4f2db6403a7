import { type AddressPolicy, openingLine } from "../../egress/addresses.ts";
import { portOf } from "../../egress/url.ts";
import type { Principal } from "../../http/principal.ts";
import type { ListedAttemptRow } from "./present.ts";

/**
 * The line that opens an address which an attempt was refused for, where a line does. For those who may see every tenant's: what
 * is kept with the attempt names no setting, for the tenant's own people read it.
 */
export function remedyOf(
  { outcome, error, url }: ListedAttemptRow,
  policy: AddressPolicy,
  { tenant }: Principal,
): string | null {
  const target = URL.parse(url);
  if (outcome !== "blocked" || error === null || target === null || tenant !== null) return null;
  return openingLine(policy, error, portOf(target));
}
