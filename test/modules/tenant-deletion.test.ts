import { afterAll, beforeAll, expect, test } from "bun:test";
import { rows } from "../db/helpers.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { type Job, jobOver, missed, moment, start, startJob } from "../support/jobs.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());

const remove = (node: TestNode, tenant: string, key?: string) =>
  node.call<Job>("DELETE", `/tenants/${tenant}`, undefined, key === undefined ? {} : { key });

const ended = async (node: TestNode, id: string) => {
  (node.clock as ManualClock).advance(10_000);
  return jobOver(node, id);
};

/** A tenant that has something in every table. */
async function populate(node: TestNode, tenant: string): Promise<void> {
  const now = node.clock.now();
  await node.call("PUT", `/tenants/${tenant}`, { name: "A tenant", notify: { emails: ["a@example.com"] } });
  const { id: webhook } = await registerWebhook(node, receiver.url, { tenant });
  const deleted = await registerWebhook(node, receiver.url, { tenant });
  await node.call("DELETE", `/webhooks/${deleted.id}`);
  await publish(node, { tenant, id: `${tenant}-one` });
  await publish(node, { tenant, id: `${tenant}-two`, type: "other" });
  await waitFor(async () => (await left(node, tenant)).attempts === 2);
  await node.call("POST", `/webhooks/${webhook}/test`, {});
  await startJob(node, `/webhooks/${webhook}/recover`, { since: moment(node.clock) });
  await makeKey(node, { tenant, scopes: ["events:write"] });
  await node.store.write([
    {
      sql: `INSERT INTO portal_sessions (id, tenant, link_hash, read_only, created_by, created_at, expires_at)
        VALUES (?, ?, ?, 0, 'root', ?, ?)`,
      args: [`pts_${tenant}`, tenant, `hash of ${tenant}`, now, now + 3_600_000],
    },
    {
      sql: "INSERT INTO attempt_stats SELECT seq, ?, 60000, 'success', 1, 1 FROM webhooks WHERE id = ? ON CONFLICT DO NOTHING",
      args: [now, webhook],
    },
    {
      sql: "INSERT INTO event_stats VALUES (?, ?, 60000, 2, 0) ON CONFLICT DO NOTHING",
      args: [tenant, now],
    },
    {
      sql: "INSERT INTO happenings (id, kind, tenant, data, created_at) VALUES (?, 'webhook.failing', ?, '{}', ?)",
      args: [`evt_happened_${tenant}`, tenant, now],
    },
  ]);
}

/** How many rows of each table are a tenant's, by its own column or by that of what it belongs to. */
async function left(node: TestNode, tenant: string): Promise<Record<string, number>> {
  const tables = await rows<{ name: string; mark: string }>(
    node.store,
    `SELECT m.name, c.name AS mark FROM sqlite_schema m JOIN pragma_table_info(m.name) c
      WHERE m.type = 'table' AND (c.name IN ('tenant', 'webhook_seq', 'delivery_seq') OR (m.name = 'tenants' AND c.name = 'id'))`,
  );
  const owned: Record<string, string> = {
    webhook_seq: "webhook_seq IN (SELECT seq FROM webhooks WHERE tenant = ?)",
    delivery_seq: "delivery_seq IN (SELECT seq FROM deliveries WHERE tenant = ?)",
  };
  const counted: Record<string, number> = {};
  for (const { name, mark } of tables) {
    const [row] = await rows<{ n: number }>(
      node.store,
      `SELECT count(*) AS n FROM ${name} WHERE ${owned[mark] ?? `${mark} = ?`}`,
      [tenant],
    );
    counted[name] = (counted[name] ?? 0) + (row?.n ?? 0);
  }
  return counted;
}

const KEPT = ["audit_log", "jobs"];

test("a tenant's deletion leaves nothing of it but who did what, and nothing of others is touched", async () => {
  await using node = await startNode();
  await populate(node, "gone");
  await populate(node, "stays");
  const full = await left(node, "gone");
  for (const [table, n] of Object.entries(full)) expect({ table, has: n > 0 }).toEqual({ table, has: true });
  await waitFor(async () => (await node.call("GET", "/jobs?status=running")).body.data?.toString() === "");
  const others = await left(node, "stays");
  const total = full.events;

  const { status, body: job } = await remove(node, "gone");
  expect({ status, job }).toMatchObject({
    ...{ status: 202, job: { kind: "delete_tenant", tenant: "gone", total, created_by: "root" } },
  });
  expect((await remove(node, "gone")).body.id).toBe(job.id);
  expect(await ended(node, job.id)).toMatchObject({ status: "succeeded", total, done: total, failed: 0 });

  const empty = Object.entries(await left(node, "gone")).filter(
    ([table, n]) => n > 0 && !KEPT.includes(table),
  );
  expect(empty).toEqual([]);
  expect(await rows(node.store, "SELECT id FROM jobs WHERE tenant = 'gone'")).toEqual([{ id: job.id }]);
  const audited = await rows(node.store, "SELECT action, before, after FROM audit_log WHERE tenant = 'gone'");
  expect(audited.length).toBeGreaterThan(3);
  expect(audited.every(({ before, after }) => before === null && after === null)).toBe(true);
  expect(await left(node, "stays")).toEqual(others);
  expect(await rows(node.store, "PRAGMA foreign_key_check")).toEqual([]);

  expect(await publish(node, { tenant: "gone", id: "anew" })).toMatchObject({ deliveries: 0 });
  expect((await node.call("GET", "/tenants/gone")).body).toMatchObject({ name: "gone", notify: {} });
});

test("from the moment it is asked for nothing of the tenant is accepted, delivered or let in", async () => {
  await using node = await startNode();
  const tenant = "closing";
  const key = await makeKey(node, { tenant, scopes: ["events:write", "events:read"] });
  const { id: webhook } = await registerWebhook(node, receiver.url, { tenant, status: "paused" });
  await publish(node, { tenant });
  const { body: job } = await remove(node, tenant);
  expectProblem(await node.call("GET", "/events", undefined, { key }), 401, "unauthorized");
  expectProblem(await node.call("GET", `/webhooks/${webhook}`), 404, "not_found");
  const hook = { tenant, url: receiver.url, event_types: ["*"] };
  for (const [method, path, body] of [
    ["POST", "/events", { tenant, type: "a", data: 1 }],
    ["POST", "/webhooks", hook],
    ["POST", "/api-keys", { name: "k", scopes: ["events:write"], tenant }],
    ["PUT", `/tenants/${tenant}`, { name: "again" }],
  ] as const)
    expectProblem(await node.call(method, path, body), 409, "tenant_deleting");
  const batch = { events: [{ tenant, type: "a", data: 1 }] };
  expect((await node.call<{ data: object[] }>("POST", "/events/batch", batch)).body.data).toMatchObject([
    { error: { code: "tenant_deleting" } },
  ]);
  expectProblem(await node.call("DELETE", `/jobs/${job.id}`), 409, "job_not_stoppable");
  await ended(node, job.id);
  await registerWebhook(node, receiver.url, { tenant });
  expect(await publish(node, { tenant })).toMatchObject({ deliveries: 1 });
});

test("what was pending is cancelled at once, and other jobs of the tenant stop", async () => {
  await using node = await startNode();
  const tenant = "busy";
  const { id: webhook } = await registerWebhook(node, receiver.url, { tenant });
  const ids = Array.from({ length: 1200 }, (_, i) => `b${i}`);
  await missed(node, webhook, ids, "failed", { tenant });
  await node.call("PATCH", `/webhooks/${webhook}`, { status: "paused" });
  await publish(node, { tenant });
  await node.store.write([
    {
      sql: `INSERT INTO jobs (id, kind, tenant, params, status, total, created_by, created_at, updated_at, lease_owner, lease_until)
        VALUES ('job_other', 'retry', ?, '{}', 'running', 1, 'root', 1, 1, 'another node', ?)`,
      args: [tenant, node.clock.now() + 60_000],
    },
  ]);
  const { body: job } = await remove(node, tenant);
  const pending = "SELECT count(*) AS n FROM deliveries WHERE tenant = 'busy' AND status = 'pending'";
  expect(await rows(node.store, pending)).toEqual([{ n: 0 }]);
  expect(await rows(node.store, "SELECT id FROM jobs WHERE id = 'job_other' AND status = 'running'")).toEqual(
    [],
  );
  expect(await ended(node, job.id)).toMatchObject({ total: 1201, done: 1201 });
});

test("broken off half way it goes on to its end, and a tenant made anew meanwhile is another", async () => {
  const first = await startNode();
  await populate(first, "gone");
  const { body: job } = await remove(first, "gone");
  await first.abandon();
  await using second = await startNode({ dir: first.dir });
  expectProblem(
    await second.call("POST", "/events", { tenant: "gone", type: "a", data: 1 }),
    409,
    "tenant_deleting",
  );
  expect(await ended(second, job.id)).toMatchObject({ status: "succeeded" });
  await publish(second, { tenant: "gone", id: "anew" });
  await second.store.write([
    {
      sql: "UPDATE jobs SET status = 'running', completed_at = NULL, lease_owner = NULL, lease_until = NULL WHERE id = ?",
      args: [job.id],
    },
  ]);
  second.deps.jobs.wake();
  expect(await ended(second, job.id)).toMatchObject({ status: "succeeded" });
  expect((await second.call("GET", "/events/anew?tenant=gone")).status).toBe(200);
});

test("who was told of the tenant's troubles is told of what comes in their places", async () => {
  await using node = await startNode();
  await populate(node, "gone");
  const told = "INSERT INTO cursors SELECT 'mail to ops@example.com', max(seq) FROM happenings";
  await node.store.write([{ sql: told }]);
  const { body: job } = await remove(node, "gone");
  await ended(node, job.id);
  const [last] = await rows<{ n: number }>(node.store, "SELECT coalesce(max(seq), 0) AS n FROM happenings");
  const cursor = "SELECT value AS n FROM cursors WHERE name = 'mail to ops@example.com'";
  expect(await rows<{ n: number }>(node.store, cursor)).toEqual([{ n: last?.n ?? 0 }]);
});

test("whom it told of its webhooks' troubles is told of nothing more before anything of it is gone", async () => {
  await using node = await startNode();
  const notify = { url: "https://acme.example/told" };
  await node.call("PUT", "/tenants/gone", { name: "A tenant", notify });
  const targets = "SELECT deleted_at FROM webhooks WHERE tenant = '_operator'";
  await node.store.write([
    {
      sql: `CREATE TRIGGER broken BEFORE UPDATE OF deleting_at ON tenants WHEN NEW.deleting_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'broken off'); END`,
    },
  ]);
  expect((await remove(node, "gone")).status).toBe(500);
  expect(await rows(node.store, targets)).toEqual([{ deleted_at: node.clock.now() }]);
});

test("default and _operator stay, unknown tenants are not found, and it takes an unbound admin", async () => {
  await using node = await startNode();
  await publish(node);
  for (const tenant of ["default", "_operator"])
    expectProblem(await remove(node, tenant), 409, "tenant_permanent");
  expectProblem(await remove(node, "nobody"), 404, "not_found");
  const key = await makeKey(node, { tenant: "own", scopes: ["webhooks:write", "deliveries:write"] });
  expectProblem(await remove(node, "own", key), 403, "forbidden");
  expect(await rows(node.store, "SELECT id FROM jobs")).toEqual([]);
  await start(remove(node, "own"));
});

test.each([".", ".."])(
  "a tenant %p, which no URL can name, is not made any more and can be deleted",
  async (tenant) => {
    await using node = await startNode();
    const refused = await node.call("POST", "/events", { tenant, type: "order.created", data: {} });
    expect(expectProblem(refused, 422, "invalid").errors?.[0]?.pointer).toBe("/tenant");
    const sql =
      "INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (?, ?, '{}', '{}', 1, 1)";
    await node.store.write([{ sql, args: [tenant, tenant] }]);
    const { status, body } = await node.call<Job>("POST", "/tenants/delete", { id: tenant });
    expect(status).toBe(202);
    await ended(node, body.id);
    expect(await rows(node.store, "SELECT id FROM tenants WHERE id = ?", [tenant])).toEqual([]);
    expectProblem(await node.call("POST", "/tenants/delete", { id: tenant }), 404, "not_found");
  },
);
