import { randomBytes } from "node:crypto";
import type { webhooks } from "../../db/schema.ts";
import { type Statement, StoreError } from "../../db/store.ts";
import { sealHeaders } from "../../outbox/own-headers.ts";
import { secretContext } from "../../outbox/targets.ts";
import type { Vault } from "../../vault.ts";
import type { Profile } from "../../wire/profile.ts";
import { generateSecret } from "../../wire/signature.ts";
import type { NewWebhook } from "./model.ts";

type Row = typeof webhooks.$inferSelect;

/** The row of a webhook that was just asked for; what is left out has its default. */
export function newRow(
  vault: Vault,
  { event_types, headers = {}, rate_limit = null, secret: _, ...given }: NewWebhook,
  made: Pick<Row, "id" | "tenant" | "status" | "statusReason" | "appUser" | "createdAt">,
): Row {
  return {
    ...{ seq: 0, description: "", channels: null, profile: null, filter: null, metadata: {} },
    ...{ verifiedAt: null, verificationError: null, deletedAt: null },
    ...{ consecutiveFailures: 0, failingSince: null, lastSuccessAt: null, lastFailureAt: null, notice: 0 },
    ...given,
    headers: sealHeaders(vault, made.id, headers),
    eventTypes: event_types,
    rateLimit: rate_limit,
    ...made,
    updatedAt: made.createdAt,
  };
}

/** The limit is counted in the statement itself, so that two at once cannot both be the last one allowed. */
const sql = `INSERT INTO webhooks (id, tenant, url, description, event_types, channels, profile, headers, filter, rate_limit,
    metadata, status, status_reason, app_user, created_at, updated_at)
  SELECT value->>'id', value->>'tenant', value->>'url', value->>'description', value->>'eventTypes', value->>'channels',
    value->>'profile', value->>'headers', value->>'filter', value->>'rateLimit', value->>'metadata', value->>'status',
    value->>'statusReason', value->>'appUser', value->>'createdAt', value->>'updatedAt'
  FROM json_each(?1) WHERE ?2 IS NULL
    OR (SELECT count(*) FROM webhooks WHERE tenant = value->>'tenant' AND deleted_at IS NULL) < ?2`;

/** Inserts nothing when the tenant has `limit` webhooks already. */
export function insertWebhook(row: Row, limit: number | null): Statement {
  const { eventTypes, channels, headers, metadata } = row;
  const columns = {
    ...row,
    eventTypes: JSON.stringify(eventTypes),
    channels: channels && JSON.stringify(channels),
    headers: JSON.stringify(headers),
    metadata: JSON.stringify(metadata),
  };
  return { sql, args: [JSON.stringify([columns]), limit] };
}

/** Where there is no such webhook, the limit having refused it or somebody deleted it, the whole transaction is undone. */
export function insertSecret(vault: Vault, webhook: string, secret: string, now: number): Statement {
  const sql = `INSERT INTO webhook_secrets (webhook_seq, sealed, created_at)
    VALUES ((SELECT seq FROM webhooks WHERE id = ? AND deleted_at IS NULL), ?, ?)`;
  return { sql, args: [webhook, vault.seal(secret, secretContext(webhook)), now] };
}

const NOBODY = /NOT NULL constraint failed: (webhook_secrets\.webhook_seq|webhooks\.tenant)/;

/** Whether that is why a transaction with `insertSecret` or `updateOf` was undone. */
export const isForNobody = (error: unknown) =>
  error instanceof StoreError && error.code === "invalid" && NOBODY.test(error.message);

/** The secret given, or a new one. Where the profile wants the consumer's own it is never made up: "" is then refused as none. */
export function secretFor(profile: Profile, given: string | null | undefined): string {
  if (given) return given;
  return profile.secret.source === "provided" ? "" : generateSecret(profile, randomBytes);
}
