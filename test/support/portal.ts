import type { Answer, TestNode } from "./node.ts";

type Link = { id: string; url: string; expires: string };

/** Makes a portal link for a tenant and answers its token. Throws when it is refused. */
export async function portalLink(
  node: Pick<TestNode, "call">,
  tenant: string,
  fields: Record<string, unknown> = {},
): Promise<Link & { token: string }> {
  const { status, body } = await node.call<Link>("POST", `/tenants/${tenant}/portal-sessions`, fields);
  if (status !== 201) throw new Error(`portal link refused: ${status} ${JSON.stringify(body)}`);
  return { ...body, token: new URL(body.url).hash.replace("#token=", "") };
}

/** Spends a link's token, as the portal's page does. */
export const openLink = (node: Pick<TestNode, "call">, token: string): Promise<Answer> =>
  node.call("POST", "/portal/session", { token }, { key: null });

/** The headers with which a tenant's portal page asks: the session's cookie, from our own page. */
export async function portalHeaders(
  node: Pick<TestNode, "call">,
  tenant: string,
  fields: Record<string, unknown> = {},
): Promise<Record<string, string>> {
  const { token } = await portalLink(node, tenant, fields);
  const { status, headers } = await openLink(node, token);
  const [cookie = ""] = (headers.get("set-cookie") ?? "").split(";");
  if (status !== 200 || cookie === "") throw new Error(`portal link did not open: ${status}`);
  return { cookie, "sec-fetch-site": "same-origin" };
}
