import { eq, sql } from "drizzle-orm";
import { type Query, statement } from "../../db/query.ts";
import { webhooks } from "../../db/schema.ts";
import type { Statement, Store } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import { isForNobody } from "./insert.ts";
import type { WebhookRow } from "./present.ts";
import { findWebhook } from "./read.ts";

/** No row may be without a tenant: where the webhook was deleted in that moment the whole transaction is undone. */
const UNLESS_DELETED = {
  tenant: sql<string>`CASE WHEN ${webhooks.deletedAt} IS NULL THEN ${webhooks.tenant} END`,
};

/** Changes a webhook, for a transaction that tells of the change: both where it is still there, else neither. */
export const updateOf = (query: Query, id: string, columns: Partial<WebhookRow["webhook"]>): Statement =>
  statement(
    query
      .update(webhooks)
      .set({ ...columns, ...UNLESS_DELETED })
      .where(eq(webhooks.id, id)),
  );

/** Writes what `updateOf` or `insertSecret` is part of. Throws 404 where somebody has deleted the webhook meanwhile. */
export async function writeTo(
  { store, query }: { store: Store; query: Query },
  principal: Principal,
  id: string,
  statements: Statement[],
): Promise<void> {
  try {
    await store.write(statements);
  } catch (error) {
    if (isForNobody(error)) await findWebhook(query, principal, id);
    throw error;
  }
}
