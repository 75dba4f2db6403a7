import type { Statement } from "../../db/store.ts";
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
