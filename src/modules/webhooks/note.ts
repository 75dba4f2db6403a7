import type { Clock } from "../../clock.ts";
import type { Statement } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import type { NewId } from "../../ids.ts";
import { type HappeningKind, insertHappening } from "../../outbox/happening.ts";
import type { AuditAction } from "../audit/actions.ts";
import { auditEntry } from "../audit/entry.ts";
import { type Known, maskedWebhook, openWebhook, type WebhookRow } from "./present.ts";

export type NoteDeps = { clock: Clock; newId: NewId; registry: Known };

/** Null before the webhook was made and after it is deleted. */
export type Change = { before: WebhookRow | null; after: WebhookRow | null };

/**
 * What is told of a change and what the audit log says about it, for the transaction that makes it. `secrets` are those of a
 * webhook that is not registered yet.
 */
export function noteChange(
  deps: NoteDeps,
  principal: Principal,
  kind: Extract<HappeningKind, `webhook.${"created" | "updated" | "deleted"}`>,
  { before, after }: Change,
  secrets?: string[],
): Statement[] {
  const row = after ?? before;
  if (!row) return [];
  // The log masks credentials itself, once it has seen what differs.
  const side = (one: WebhookRow | null) => one && openWebhook(deps.registry, one, secrets);
  const sides = { before: side(before), after: side(after) };
  return [noteDeed(deps, principal, kind, row.webhook, sides), happening(deps, kind, row, secrets)];
}

/** As `noteChange`, for what the webhook does not show: its secret, and requests made to it. */
export function noteDeed(
  deps: NoteDeps,
  principal: Principal,
  action: Extract<AuditAction, `webhook.${string}`>,
  { id, tenant }: { id: string; tenant: string },
  { before, after }: { before: object | null; after: object | null } = { before: null, after: null },
): Statement {
  return auditEntry(deps, principal, { action, tenant, target: id, before, after });
}

/** Tells operators of a webhook. */
export function happening(
  { newId, clock, registry }: NoteDeps,
  kind: HappeningKind,
  row: WebhookRow,
  secrets?: string[],
): Statement {
  const { id, tenant } = row.webhook;
  const data = { tenant, webhook: maskedWebhook(registry, row, secrets) };
  return insertHappening({
    id: newId("evt"),
    kind,
    tenant,
    webhook: id,
    delivery: null,
    data,
    at: clock.now(),
  });
}
