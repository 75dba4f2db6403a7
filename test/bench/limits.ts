import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { Agent, request } from "undici/index.js";
import { migrations } from "../../src/db/migrate.ts";

/** Rows as Posthorn writes them for one event of about 1 KB that is delivered at once. */
const data = JSON.stringify({ order: "e1", total: 1.5, note: "x".repeat(850) });
const headers = JSON.stringify([
  ["Content-Type", "application/json"],
  ["User-Agent", "Posthorn/0.1.0"],
  ["webhook-id", "e1234567"],
  ["webhook-timestamp", "1795356390"],
  ["webhook-signature", "v1,DnxPmIIPG3iD83ExWh4WigHN8oh+WEPkjEvNu3CcMTQ="],
]);
const answer = JSON.stringify({ "content-type": "text/plain;charset=utf-8", "content-length": "2" });
const timings = JSON.stringify({ dns: null, connect: null, tls: null, first_byte: 1, total: 1 });

const GROUP = 200;

const ingest = (id: number) => [
  {
    sql: `INSERT INTO events (id, tenant, type, created_at, accepted_at, token, data, delivery_count)
      VALUES (?, 'default', 'bench.fast', 1, 1, ?, ?, 1)`,
    args: [`e${id}`, id, data],
  },
  {
    sql: `INSERT INTO deliveries (id, event_seq, webhook_seq, tenant, type, status, next_attempt_at, lease_owner, lease_until,
      created_at) VALUES (?, last_insert_rowid(), 1, 'default', 'bench.fast', 'pending', 1, 'boot', 1, 1)`,
    args: [`dlv_01M81S8X6MC83EM92K2E${id}`],
  },
];

const finish = (id: number) => [
  {
    sql: `INSERT INTO attempts (delivery_seq, number, trigger, started_at, duration_ms, timings, outcome, status_code, url,
      request_headers, body_format, response_headers, response_body, response_truncated, remote_address)
      VALUES (?, 1, 'schedule', 1, 1, ?, 'success', 200, 'http://127.0.0.1:3000/fast', ?, 'envelope iso', ?, 'ok', 0, '127.0.0.1')`,
    args: [id, timings, headers, answer],
  },
  {
    sql: `UPDATE deliveries SET status = 'succeeded', attempt_count = 1, scheduled_count = 1, next_attempt_at = NULL,
      completed_at = 1, lease_owner = NULL, lease_until = NULL WHERE seq = ? AND lease_owner = 'boot' AND attempt_count = 0`,
    args: [id],
  },
];

/** Lives of a delivery a second (event, delivery, attempt, end), by bare `client.batch` with synchronous=FULL. */
export async function databaseLimit(lives = 30_000): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), "posthorn-limit-"));
  const client = createClient({ url: `file:${dir}/limit.db`, concurrency: 1 });
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"])
    await client.execute(`PRAGMA ${pragma}`);
  for (const migration of migrations) await client.executeMultiple(migration);
  await client.executeMultiple(`INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at)
      VALUES ('default', 'default', '{}', '{}', 1, 1);
    INSERT INTO webhooks (id, tenant, url, description, event_types, headers, metadata, status, created_at, updated_at)
      VALUES ('wh_1', 'default', 'http://127.0.0.1:3000/fast', '', '["*"]', '{}', '{}', 'active', 1, 1)`);
  const start = performance.now();
  for (let first = 1; first <= lives; first += GROUP) {
    const ids = Array.from({ length: GROUP }, (_, i) => first + i);
    await client.batch(ids.flatMap(ingest), "write");
    await client.batch(ids.flatMap(finish), "write");
  }
  const seconds = (performance.now() - start) / 1000;
  client.close();
  await rm(dir, { recursive: true });
  return lives / seconds;
}

/** Requests a second of bare undici with keep-alive to the same receiver, so many in flight. */
export async function senderLimit(url: string, requests = 40_000, inFlight = 64): Promise<number> {
  const dispatcher = new Agent();
  const body = `{"id":"e1","type":"bench.fast","created":"2026-01-01T00:00:00.000Z","data":${data}}`;
  let left = requests;
  const start = performance.now();
  const worker = async () => {
    while (left-- > 0) {
      const { body: answered } = await request(url, {
        method: "POST",
        body,
        dispatcher,
        headers: { "webhook-id": "e" },
      });
      await answered.dump();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - start) / 1000;
  await dispatcher.close();
  return requests / seconds;
}
