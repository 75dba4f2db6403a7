import { api } from "../../api/client.ts";
import { t } from "../../texts/index.ts";
import { bodyOf, type TenantInput } from "./input.ts";

/** Makes or replaces a tenant. */
export async function putTenant(id: string, input: TenantInput) {
  const body = bodyOf(input);
  if (body === null) return refused("/metadata", t("tenants.metadata.not_object"));
  return api.tenants({ id }).put(body);
}

/** Makes a tenant; one that is there already is not replaced, for whoever types its id may not know of it. */
export async function createTenant(id: string, input: TenantInput) {
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(id)) return refused("/id", t("tenants.id.invalid"));
  const existing = await api.tenants({ id }).get();
  if (existing.error === null) return refused("/id", t("tenants.id.taken"));
  return existing.error.status === 404 ? putTenant(id, input) : existing;
}

/** What the server would say, had it been asked. */
const refused = (pointer: string, detail: string) => ({
  data: null,
  error: { status: 422, value: { code: "invalid", detail, errors: [{ pointer, detail }] } },
  response: new Response(null, { status: 422 }),
});
