import type { api, DataOf } from "../../api/client.ts";
import { parseJson } from "../../api/json.ts";
import { filledIn } from "../../components/list-editor.tsx";

export type Tenant = DataOf<ReturnType<typeof api.tenants>["get"]>;

/** A tenant as the form has it. */
export type TenantInput = { name: string; profile: string; metadata: string; emails: string[]; url: string };

export const EMPTY: TenantInput = { name: "", profile: "", metadata: "{}", emails: [], url: "" };

export const inputOf = ({ name, profile, metadata = {}, notify = {} }: Tenant): TenantInput => ({
  ...{ name, profile: profile ?? "", emails: notify.emails ?? [], url: notify.url ?? "" },
  metadata: JSON.stringify(metadata, null, 2),
});

/** Without the lines that nobody filled in, so that what the server says of one stands beside it. */
export const tidied = (input: TenantInput): TenantInput => ({ ...input, emails: filledIn(input.emails) });

/** The body of a PUT; null while the metadata are no JSON object. */
export function bodyOf({ name, profile, metadata, emails, url }: TenantInput) {
  const notes = objectOf(metadata);
  if (notes === null) return null;
  const notify = { emails, url: url.trim() === "" ? null : url.trim() };
  return { name, profile: profile === "" ? null : profile, metadata: notes, notify };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value = parseJson(text.trim() === "" ? "{}" : text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
