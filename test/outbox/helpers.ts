import { createQuery } from "../../src/db/query.ts";
import type { Store } from "../../src/db/store.ts";
import { createIds } from "../../src/ids.ts";
import type { AttemptRecord, Next } from "../../src/outbox/attempt.ts";
import { type Committer, createCommitter } from "../../src/outbox/committer.ts";
import { enqueue, type NewEvent } from "../../src/outbox/enqueue.ts";
import type { Filters } from "../../src/outbox/filter.ts";
import { type Handoff, type Job, sizeOf } from "../../src/outbox/job.ts";
import { load } from "../../src/outbox/load.ts";
import { Registry } from "../../src/outbox/registry.ts";
import { createVault } from "../../src/vault.ts";
import { openFile, rows, temporaryFolder } from "../db/helpers.ts";
import { ManualClock } from "../support/clock.ts";

export const LEASE = "boot 1";
export const LEASE_UNTIL = Date.UTC(2030, 0, 1);

/** A handoff that counts: `room` is how many reservations it grants, `reserved` how many are out. */
export function countingHandoff(room = 0) {
  const started: Job[] = [];
  const due: [webhook: string, at: number][] = [];
  const counts = { reserved: 0, size: 0 };
  const handoff: Handoff = {
    reserve(_, size) {
      if (counts.reserved >= room) return null;
      counts.reserved++;
      counts.size += size;
      return { lease: LEASE, leaseUntil: LEASE_UNTIL };
    },
    forget(_, size) {
      counts.reserved--;
      counts.size -= size;
    },
    start(job) {
      counts.reserved--;
      counts.size -= sizeOf(job.event);
      started.push(job);
    },
    due: (webhook, at) => void due.push([webhook, at]),
  };
  return { ...handoff, started, due_: due, counts };
}

export type Outbox = Awaited<ReturnType<typeof openOutbox>>;

/** Where a test's webhooks have no filters. */
export const noFilters: Filters = {
  filter: async () => {
    throw new Error("there is no filter here");
  },
};

/** The outbox on a real file, without anything that delivers. `wrap` puts a store of the test's between. */
export async function openOutbox(
  wrap: (store: Store) => Store = (store) => store,
  sandbox: Filters = noFilters,
) {
  const folder = await temporaryFolder();
  const file = await openFile(folder.file);
  const store = wrap(file);
  const query = createQuery(store);
  const vault = createVault(Buffer.alloc(32, 7));
  const registry = new Registry(query, vault);
  const clock = new ManualClock();
  const committer = createCommitter(store);
  const newId = createIds(clock);

  /** A webhook of the tenant, known to the registry. */
  async function addWebhook(fields: Record<string, string | number | null> = {}): Promise<string> {
    const id = newId("wh");
    const tenant = String(fields.tenant ?? "default");
    const webhook = {
      ...{ id, tenant, url: "http://127.0.0.1:1/", description: "", event_types: '["*"]', headers: "{}" },
      ...{ metadata: "{}", status: "active", created_at: clock.now(), updated_at: clock.now(), ...fields },
    };
    const names = Object.keys(webhook);
    await file.write([
      {
        sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (?, ?, '{}', '{}', 1, 1)
          ON CONFLICT DO NOTHING`,
        args: [tenant, tenant],
      },
      {
        sql: `INSERT INTO webhooks (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
        args: Object.values(webhook),
      },
    ]);
    await registry.refresh(id);
    return id;
  }

  const publish = (
    fields: Partial<NewEvent> = {},
    handoff: Handoff = countingHandoff(),
    by: Committer = committer,
  ) =>
    enqueue(
      { committer: by, registry, sandbox, handoff, newId, clock },
      newEvent(newId("evt"), clock.now(), fields),
    );

  /** Publishes one event, leased to `LEASE`, and answers its only delivery. */
  async function leased(fields: Partial<NewEvent> = {}): Promise<Job> {
    const handoff = countingHandoff(1);
    await publish(fields, handoff);
    const [job] = handoff.started;
    if (!job) throw new Error("there was no delivery");
    return job;
  }

  async function loaded(delivery: string): Promise<Job> {
    const [job] = await load(store, [delivery]);
    if (!job) throw new Error("there is no such delivery");
    return job;
  }

  const all = <T = Record<string, unknown>>(sql: string, args: (string | number | null)[] = []) =>
    rows<T>(file, sql, args);

  async function row<T = Record<string, unknown>>(table: string, id: string): Promise<T> {
    const [found] = await all<T>(`SELECT * FROM ${table} WHERE id = ?`, [id]);
    if (!found) throw new Error(`${table} has no ${id}`);
    return found;
  }

  return {
    path: folder.file,
    ...{
      store,
      file,
      query,
      vault,
      registry,
      clock,
      committer,
      newId,
      addWebhook,
      publish,
      leased,
      loaded,
      all,
      row,
    },
    run: (sql: string, args: (string | number | null)[] = []) => file.write([{ sql, args }]),
    async [Symbol.asyncDispose]() {
      await committer.idle();
      await file.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export function newEvent(id: string, created: number, fields: Partial<NewEvent> = {}): NewEvent {
  return {
    ...{ id, type: "order.created", tenant: "default", created, data: '{"total":1.50}' },
    ...{ previousAttributes: null, channel: null, actor: null, idempotencyKey: null, ...fields },
  };
}

export function attemptOf(fields: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    ...{
      trigger: "schedule",
      started: 1000,
      duration: 5.5,
      timings: null,
      outcome: "success",
      status_code: 200,
    },
    ...{ error: null, url: "http://127.0.0.1:1/", request_headers: "[]", body_format: "envelope iso" },
    ...{
      response_headers: "{}",
      response_body: "ok",
      response_truncated: false,
      remote_address: "127.0.0.1",
    },
    ...fields,
  } as AttemptRecord;
}

export const succeeded = (at = 2000, scheduled = 1): Next => ({
  ...{
    status: "succeeded",
    next_attempt_at: null,
    completed_at: at,
    scheduled_count: scheduled,
    success: true,
  },
});
export const again = (at: number, scheduled = 1): Next => ({
  ...{
    status: "pending",
    next_attempt_at: at,
    completed_at: null,
    scheduled_count: scheduled,
    success: false,
  },
});
export const failed = (at = 2000, scheduled = 1): Next => ({
  ...{
    status: "failed",
    next_attempt_at: null,
    completed_at: at,
    scheduled_count: scheduled,
    success: false,
  },
});
/** What a manual attempt that failed (false) or an interrupted one (null) makes of its delivery. */
export const unchanged = (success: false | null, scheduled = 0): Next => ({
  ...{ status: null, next_attempt_at: null, completed_at: null, scheduled_count: scheduled, success },
});
