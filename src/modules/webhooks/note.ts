import type { Clock } from "../../clock.ts";
import type { Statement } from "../../db/store.ts";
import type { Principal } from "../../http/principal.ts";
import type { NewId } from "../../ids.ts";
import { type HappeningKind, insertHappening } from "../../outbox/happening.ts";
import type { AuditAction } from "../audit/actions.ts";
import { auditEntry } from "../audit/entry.ts";
import { changedMembers, only } from "../audit/shown.ts";
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
  const told = before && after ? changed(deps, before, after, secrets) : happening(deps, kind, row, secrets);
  return [noteDeed(deps, principal, kind, row.webhook, sides), told];
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

/** Tells operators of a whole webhook. */
const happening = (deps: NoteDeps, kind: HappeningKind, row: WebhookRow, secrets?: string[]): Statement =>
  telling(deps, kind, row, { webhook: maskedWebhook(deps.registry, row, secrets) });

/** Beside what changed: by these a webhook is known. */
const NAMES = ["id", "url", "description"];

/**
 * Tells operators of a change by what differs and what it was before. The whole webhook with each change would let requests of a few
 * bytes fill the database.
 */
export function changed(
  deps: NoteDeps,
  before: WebhookRow,
  after: WebhookRow,
  secrets?: string[],
): Statement {
  const { registry } = deps;
  const names = changedMembers(openWebhook(registry, before, secrets), openWebhook(registry, after, secrets));
  const webhook = only(maskedWebhook(registry, after, secrets), [...NAMES, ...names]);
  const previous = only(maskedWebhook(registry, before, secrets), names);
  return telling(deps, "webhook.updated", after, { webhook, previous });
}

function telling(
  { newId, clock }: NoteDeps,
  kind: HappeningKind,
  { webhook: { id, tenant } }: WebhookRow,
  more: object,
): Statement {
  const about = { kind, tenant, webhook: id, delivery: null, at: clock.now() };
  return insertHappening({ id: newId("evt"), ...about, data: { tenant, ...more } });
}
