import { afterAll, expect, test } from "bun:test";
import { rm } from "node:fs/promises";
import type { Clock } from "../../src/clock.ts";
import { records } from "../../src/db/store.ts";
import type { Exchange, ExchangeResult } from "../../src/egress/exchange.ts";
import { sweepOnce } from "../../src/worker/sweep.ts";
import { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { waitFor } from "../support/wait-for.ts";

const DAY_MS = 86_400_000;

/** The same numbers for the same seed. Source: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Time that ends for a node which was abandoned: a dead process has no timers. */
function mortal(clock: ManualClock) {
  let alive = true;
  const own: Clock = {
    now: clock.now,
    after: (delay, run) =>
      clock.after(delay, () => {
        if (alive) run();
      }),
  };
  return {
    ...own,
    die() {
      alive = false;
    },
  };
}

const SENT = { timings: null, remoteAddress: "127.0.0.1" };
const answer = (statusCode: number): ExchangeResult => ({
  ...{ kind: "response", response: { statusCode, headers: {}, body: "", truncated: false }, ...SENT },
});
const fault = (kind: "timeout" | "interrupted"): ExchangeResult => ({
  kind,
  error: `${kind}.`,
  response: null,
  ...SENT,
});

type Mood = "ok" | "fail" | "timeout" | "hang" | "gone";

/** Receivers by path, each in a mood that the test changes; those that hang answer when they are let go. */
function receivers() {
  const moods = new Map<string, Mood>();
  const hanging = new Set<() => void>();
  const taken: string[] = [];
  async function send({ url, body }: Exchange, signal?: AbortSignal): Promise<ExchangeResult> {
    const path = new URL(url).pathname;
    if (moods.get(path) === "hang") await hang(signal);
    if (signal?.aborted) return fault("interrupted");
    const mood = moods.get(path) ?? "ok";
    if (mood === "timeout" || mood === "hang") return fault("timeout");
    if (mood !== "ok") return answer(mood === "gone" ? 410 : 500);
    taken.push(`${path} ${body}`);
    return answer(200);
  }
  const hang = (signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const go = () => {
        hanging.delete(go);
        resolve();
      };
      hanging.add(go);
      signal?.addEventListener("abort", go);
    });
  return {
    ...{ send, moods, hanging, taken },
    letGo: () => {
      for (const go of [...hanging]) go();
    },
  };
}

type Row = {
  id: string;
  event: string;
  path: string;
  status: string;
  cancel_reason: string | null;
  scheduled_count: number;
  attempt_count: number;
  attempts: number;
  lease_owner: string | null;
  due_at: number | null;
};

const SQL = `SELECT d.id, e.id AS event, w.url AS path, d.status, d.cancel_reason, d.scheduled_count, d.attempt_count,
    d.lease_owner, d.due_at, (SELECT count(*) FROM attempts a WHERE a.delivery_seq = d.seq) AS attempts
  FROM deliveries d JOIN events e ON e.seq = d.event_seq JOIN webhooks w ON w.seq = d.webhook_seq`;

const PROFILES = ["orisha", "standard", "ordereazi", "aiq"];
const ATTEMPTS: Record<string, number> = { standard: 10, ordereazi: 4, aiq: 4, orisha: 10 };

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function play(seed: number, steps: number) {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const clock = new ManualClock();
  const world = receivers();
  let own = mortal(clock);
  const env = { POSTHORN_CONCURRENCY: "6", POSTHORN_WEBHOOK_CONCURRENCY: "3" };
  let node: TestNode = await startNode({ clock: own, sender: world, env });
  folders.push(node.dir);
  const hooks: { id: string; path: string; profile: string; alive: boolean }[] = [];
  const accepted = new Map<string, number>();

  const call = (method: string, route: string, body?: unknown) => node.call(method, route, body);
  const rowsNow = async () => records<Row>(await node.store.read({ sql: SQL }));
  const sweep = () => sweepOnce({ ...node.deps, dispatcher: node.dispatcher }, clock.now());
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) {
      await node.store.write([{ sql: "PRAGMA user_version" }]);
      await node.store.read({ sql: "SELECT 1" });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const moves: Record<string, () => Promise<unknown>> = {
    async publish() {
      const { id, deliveries } = await publish(node);
      accepted.set(id, deliveries);
    },
    async burst() {
      const published = await Promise.all(Array.from({ length: 30 }, () => publish(node)));
      for (const { id, deliveries } of published) accepted.set(id, deliveries);
    },
    async mood() {
      world.moods.set(pick(hooks).path, pick(["ok", "ok", "fail", "timeout", "hang", "gone"]));
    },
    letGo: async () => world.letGo(),
    advance: async () => clock.advance(pick([10, 1000, 5000, 60_000, 300_000, 20 * 60_000, 3 * 3_600_000])),
    sweep,
    status: () =>
      call("PATCH", `/webhooks/${pick(hooks).id}`, {
        status: pick(["active", "active", "paused", "disabled"]),
      }),
    async limit() {
      return call("PATCH", `/webhooks/${pick(hooks).id}`, { rate_limit: pick([null, 0.5, 20]) });
    },
    async cancel() {
      const rows = await rowsNow();
      if (rows.length > 0) await call("POST", `/deliveries/${pick(rows).id}/cancel`);
    },
    async retry() {
      const rows = await rowsNow();
      if (rows.length > 0) await call("POST", `/deliveries/${pick(rows).id}/retry`);
    },
    async remove() {
      const hook = pick(hooks);
      if (!hook.alive || random() > 0.2) return;
      await call("DELETE", `/webhooks/${hook.id}`);
      hook.alive = false;
    },
    async crash() {
      if (random() > 0.4) return;
      const { dir } = node;
      own.die();
      await node.abandon();
      world.letGo();
      own = mortal(clock);
      node = await startNode({ clock: own, sender: world, env, dir });
    },
  };
  const names = Object.keys(moves);

  for (const profile of PROFILES) {
    const path = `/${profile}`;
    const { id } = await registerWebhook(node, `http://127.0.0.1:4000${path}`, { profile });
    hooks.push({ id, path, profile, alive: true });
  }
  for (let step = 0; step < steps; step++) {
    await moves[pick(names)]?.();
    if (random() < 0.5) await settle();
  }

  world.moods.clear();
  world.letGo();
  for (const { id, alive } of hooks)
    if (alive) await call("PATCH", `/webhooks/${id}`, { status: "active", rate_limit: null });
  const waiting = async () =>
    (await rowsNow()).filter(({ due_at, lease_owner }) => due_at !== null || lease_owner !== null);
  for (let round = 0; round < 40 && (await waiting()).length > 0; round++) {
    await settle();
    world.letGo();
    clock.advance(round === 0 ? 60_000 : DAY_MS);
    await sweep();
    await waitFor(
      () => node.dispatcher.load.inFlight + node.dispatcher.load.queued === 0,
      "an idle dispatcher",
    );
  }
  await settle();
  return { node, hooks, accepted, world, waiting: await waiting(), rows: await rowsNow() };
}

test.each([1, 2, 3])(
  "whatever happens, each accepted delivery ends delivered, used up or visibly cancelled: seed %p",
  async (seed) => {
    const { node, hooks, accepted, world, waiting, rows } = await play(seed, 120);
    try {
      expect(waiting).toEqual([]);
      expect(rows).toHaveLength([...accepted.values()].reduce((sum, count) => sum + count, 0));
      const taken = new Set(
        world.taken.map((line) => `${line.split(" ")[0]} ${/evt_[0-9A-Z]+/.exec(line)?.[0]}`),
      );
      for (const row of rows) {
        const path = new URL(row.path).pathname;
        const profile = hooks.find((hook) => hook.path === path)?.profile ?? "";
        expect(accepted.has(row.event)).toBe(true);
        expect({ row, attempts: row.attempts }).toEqual({ row, attempts: row.attempt_count });
        if (row.status === "succeeded" && ["standard", "aiq"].includes(profile))
          expect({ row, taken: taken.has(`${path} ${row.event}`) }).toEqual({ row, taken: true });
        if (row.status === "succeeded") expect(row.attempt_count).toBeGreaterThan(0);
        if (row.status === "failed" && row.scheduled_count !== ATTEMPTS[profile])
          expect(await lastStatus(node, row.id)).toBe(410);
        if (row.status === "cancelled")
          expect(["operator", "webhook_deleted", "webhook_disabled"]).toContain(row.cancel_reason ?? "");
        expect(["succeeded", "failed", "cancelled"]).toContain(row.status);
      }
      const inside = node.dispatcher as unknown as Record<"held" | "reserved" | "unfinished", number> & {
        turns: { slots: { slowInFlight: number } };
      };
      const accounts = () => [
        inside.held,
        inside.reserved,
        inside.turns.slots.slowInFlight,
        inside.unfinished,
      ];
      // The last results are in the database a moment before whoever waits for them is told.
      await waitFor(() => accounts().every((account) => account === 0), `accounts of zero (${accounts()})`);
    } finally {
      await node.stop();
    }
  },
);

/** The status of the last attempt of the schedule. */
async function lastStatus(node: TestNode, delivery: string): Promise<unknown> {
  const sql = `SELECT a.status_code FROM attempts a JOIN deliveries d ON d.seq = a.delivery_seq
    WHERE d.id = ? AND a."trigger" = 'schedule' ORDER BY a.number DESC LIMIT 1`;
  const [row] = records(await node.store.read({ sql, args: [delivery] }));
  return row?.status_code;
}
