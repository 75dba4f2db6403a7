import type { Statement } from "../db/store.ts";

/** What operators, and tenants about their own, can be told of. Source: api.md "The rest". */
export type HappeningKind =
  | "webhook.created"
  | "webhook.updated"
  | "webhook.deleted"
  | "webhook.failing"
  | "webhook.disabled"
  | "webhook.recovered"
  | "webhook.verification_failed"
  | "delivery.exhausted";

/** `id` becomes that of the event in the tenant `_operator`; `data` its data. `at` is epoch milliseconds. */
export type Happening = {
  id: string;
  kind: HappeningKind;
  tenant: string;
  webhook: string | null;
  delivery: string | null;
  data: Record<string, unknown>;
  at: number;
};

/** One more statement for the transaction that makes it happen. */
export function insertHappening({ id, kind, tenant, webhook, delivery, data, at }: Happening): Statement {
  const sql = `INSERT INTO happenings (id, kind, tenant, webhook, delivery, data, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`;
  return { sql, args: [id, kind, tenant, webhook, delivery, JSON.stringify(data), at] };
}
