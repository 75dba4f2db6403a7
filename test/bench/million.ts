import { Database } from "bun:sqlite";

/** How much there is in the file whose pages are measured. */
export const sizes = {
  tenants: 10_000,
  webhooks: 1000,
  events: 500_000,
  deliveries: 1_000_000,
  audit: 100_000,
  happenings: 20_000,
};

const WEEK_MS = 7 * 24 * 3_600_000;
const HEADERS = JSON.stringify([
  ["Content-Type", "application/json"],
  ["User-Agent", "Posthorn"],
  ["webhook-id", "evt_01M823TPA0EXEZ9MV1B4J0CCTK"],
  ["webhook-timestamp", "1795369679"],
  ["webhook-signature", "v1,sVA0Bx/7H4yCnvuMDujgpEQOrHc7mSnO4MhJZPRGjt0="],
]);
/** About 1 KB. */
const DATA = JSON.stringify({
  id: "ord_88213",
  total: 99.5,
  lines: Array(20).fill({ sku: "QUI-WHT-25", quantity: 2, price: 9.5 }),
});

const series = (count: number) =>
  `WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < ${count})`;

/** Half of all is one tenant's; one event, almost the oldest, is of a type and a channel that no other has. */
const TENANT = "printf('tenant-%05d', iif(event % 2 = 0, 1, event % 500 + 1))";
const TYPE = "iif(event = 1000, 'order.rare', printf('order.kind_%02d', event % 40))";
const CHANNEL = "iif(event = 1000, 'store-rare', iif(event % 3 = 0, 'store-' || (event % 9), NULL))";
const WEBHOOK = "iif(event % 2 = 0, 1, event % 500 + 1) + 500 * (i % 2)";
const STATUS = `CASE i % 100 / 2 WHEN 0 THEN 'failed' WHEN 1 THEN iif(event % 2 = 0, 'cancelled', 'pending') ELSE 'succeeded' END`;

/** Fills the database of an instance that has been started before, in one transaction; `now` is epoch ms. */
export function fill(path: string, now: number): void {
  const database = new Database(path);
  database.run("PRAGMA synchronous = OFF");
  database.run("BEGIN");
  for (const sql of statements(now)) database.run(sql);
  database.run("COMMIT");
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function statements(now: number): string[] {
  const { tenants, webhooks, events, deliveries, audit, happenings } = sizes;
  const at = (count: number) => `${now - WEEK_MS} + CAST(${WEEK_MS}.0 * i / ${count} AS INTEGER)`;
  return [
    `${series(tenants)} INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at)
      SELECT printf('tenant-%05d', i), 'Tenant ' || i, '{}', '{}', ${at(tenants)}, ${now} FROM series`,
    `${series(webhooks)} INSERT INTO webhooks (seq, id, tenant, url, description, event_types, headers, metadata, status, created_at, updated_at)
      SELECT i, printf('wh_%026d', i), printf('tenant-%05d', (i - 1) % 500 + 1), 'https://hooks-' || i || '.example/in', 'Webhook ' || i,
        '["order.*"]', '{}', '{}', iif(i % 50 = 0, 'paused', 'active'), ${at(webhooks)}, ${now} FROM series`,
    `${series(41)} INSERT INTO event_types (name, declared, description, deprecated, created_at, updated_at)
      SELECT iif(i = 41, 'order.rare', printf('order.kind_%02d', i - 1)), 1, 'Kind ' || i, 0, ${now}, ${now} FROM series`,
    `${series(events)}, rows AS (SELECT i, i AS event FROM series)
      INSERT INTO events (seq, id, tenant, type, channel, actor, created_at, accepted_at, token, data, delivery_count)
      SELECT i, printf('evt_%026d', i), ${TENANT}, ${TYPE}, ${CHANNEL}, 'shop', ${at(events)}, ${at(events)}, i, '${DATA}', 2 FROM rows`,
    `${series(deliveries)}, rows AS (SELECT i, (i + 1) / 2 AS event FROM series), made AS (SELECT *, ${STATUS} AS status, ${at(deliveries)} AS at FROM rows)
      INSERT INTO deliveries (seq, id, event_seq, webhook_seq, tenant, type, channel, status, cancel_reason, attempt_count, scheduled_count,
        next_attempt_at, created_at, completed_at, last_outcome, last_status_code)
      SELECT i, printf('dlv_%026d', i), event, ${WEBHOOK}, ${TENANT}, ${TYPE}, ${CHANNEL}, status, iif(status = 'cancelled', 'operator', NULL),
        iif(i % 50 < 5, 3, 1), iif(i % 50 < 5, 3, 1),
        iif(status = 'pending', ${now + WEEK_MS}, NULL), at, iif(status = 'pending', NULL, at + 80),
        iif(status = 'succeeded', 'success', 'http_error'), iif(status = 'succeeded', 200, 503) FROM made`,
    `INSERT INTO attempts (seq, delivery_seq, number, "trigger", started_at, duration_ms, timings, outcome, status_code, url, request_headers,
        body_format, response_headers, response_body, response_truncated, remote_address)
      SELECT d.seq, d.seq, d.attempt_count, 'schedule', d.created_at, 40 + d.seq % 200, '{"total":80}', iif(d.status = 'succeeded', 'success', 'http_error'),
        iif(d.status = 'succeeded', 200, 503), w.url, '${HEADERS}', 'envelope iso', '{"server":"nginx"}', 'ok', 0, '203.0.113.7'
      FROM deliveries d JOIN webhooks w ON w.seq = d.webhook_seq`,
    `${series(happenings)} INSERT INTO happenings (id, kind, tenant, webhook, data, created_at, published_at, mailed_at)
      SELECT printf('hap_%026d', i), iif(i % 20 = 0, 'webhook.failing', 'delivery.exhausted'), printf('tenant-%05d', i % 500 + 1),
        printf('wh_%026d', i % 500 + 1), json_object('webhook', json_object('id', 'wh', 'url', 'https://hooks.example', 'description', ''),
        'consecutive_failures', 5, 'failing_since', '2026-01-01T00:00:00.000Z', 'attempts', 4, 'event', json_object('id', 'evt_1', 'type', 'order.kind_01')),
        ${at(happenings)}, ${now}, 0 FROM series`,
    `${series(audit)} INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, action, tenant, target)
      SELECT ${at(audit)}, 'user', 'usr_' || (i % 20), 'Somebody', iif(i % 1000 = 0, 'tenant.deleted', 'webhook.updated'),
        printf('tenant-%05d', i % 500 + 1), printf('wh_%026d', i % 1000 + 1) FROM series`,
  ];
}

/** Old enough to lie behind most rows, which are read newest first. */
export const oldest = (now: number) => ({
  since: new Date(now - WEEK_MS).toISOString(),
  until: new Date(now - WEEK_MS + 3_600_000).toISOString(),
});
