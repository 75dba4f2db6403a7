import { api } from "../../api/client.ts";
import { t } from "../../texts/index.ts";
import { bodyOf, type TenantInput } from "./input.ts";

/** Makes or replaces a tenant; with `onlyNew` one that is there already is not replaced. */
export async function putTenant(id: string, input: TenantInput, { onlyNew = false } = {}) {
  const body = bodyOf(input);
  if (body === null) return refused("/metadata", t("tenants.metadata.not_object"));
  return api.tenants({ id }).put(body, { headers: onlyNew ? { "if-none-match": "*" } : {} });
}

/** Makes a tenant; whoever types its id may not know of one that is there already. */
export async function createTenant(id: string, input: TenantInput) {
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(id)) return refused("/id", t("tenants.id.invalid"));
  const made = await putTenant(id, input, { onlyNew: true });
  return Number(made.error?.status) === 409 ? refused("/id", t("tenants.id.taken")) : made;
}

/** What the server would say, had it been asked. */
const refused = (pointer: string, detail: string) => ({
  data: null,
  error: { status: 422, value: { code: "invalid", detail, errors: [{ pointer, detail }] } },
  response: new Response(null, { status: 422 }),
});
