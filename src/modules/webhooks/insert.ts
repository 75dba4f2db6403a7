import { randomBytes } from "node:crypto";
import type { Statement } from "../../db/store.ts";
import { secretContext } from "../../outbox/targets.ts";
import type { Vault } from "../../vault.ts";
import type { Profile } from "../../wire/profile.ts";
import { generateSecret } from "../../wire/signature.ts";
import type { NewWebhook } from "./model.ts";

export type WebhookInsert = Omit<NewWebhook, "status"> & {
  id: string;
  tenant: string;
  status: "active" | "paused" | "unverified";
  appUser: string | null;
  now: number;
};

/** The limit is counted in the statement itself, so that two at once cannot both be the last one allowed. */
const sql = `INSERT INTO webhooks (id, tenant, url, description, event_types, channels, profile, headers, rate_limit, metadata,
    status, app_user, created_at, updated_at)
  SELECT value->>'id', value->>'tenant', value->>'url', value->>'description', value->>'event_types', value->>'channels',
    value->>'profile', value->>'headers', value->>'rate_limit', value->>'metadata', value->>'status', value->>'app_user',
    value->>'now', value->>'now'
  FROM json_each(?1) WHERE ?2 IS NULL
    OR (SELECT count(*) FROM webhooks WHERE tenant = value->>'tenant' AND deleted_at IS NULL) < ?2
  RETURNING seq`;

/** Returns no row when the tenant has `limit` webhooks already. */
export function insertWebhook(webhook: WebhookInsert, limit: number | null): Statement {
  const { description = "", channels = null, profile = null, headers = {}, metadata = {} } = webhook;
  const { rate_limit = null, appUser: app_user, event_types, ...rest } = webhook;
  const row = {
    ...rest,
    description,
    profile,
    rate_limit,
    app_user,
    event_types: JSON.stringify(event_types),
    channels: channels && JSON.stringify(channels),
    headers: JSON.stringify(headers),
    metadata: JSON.stringify(metadata),
  };
  return { sql, args: [JSON.stringify([row]), limit] };
}

/** Where the webhook was refused by the limit before this, there is none to give a secret to. */
export function insertSecret(vault: Vault, webhook: string, secret: string, now: number): Statement {
  const sql = `INSERT INTO webhook_secrets (webhook_seq, sealed, created_at) SELECT seq, ?, ? FROM webhooks WHERE id = ?`;
  return { sql, args: [vault.seal(secret, secretContext(webhook)), now, webhook] };
}

/** The secret given, or a new one. Where the profile wants the consumer's own it is never made up: "" is then refused as none. */
export function secretFor(profile: Profile, given: string | null | undefined): string {
  if (given) return given;
  return profile.secret.source === "provided" ? "" : generateSecret(profile, randomBytes);
}
