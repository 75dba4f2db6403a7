import { version } from "../../package.json";
import { ManualClock } from "../support/clock.ts";
import { type Job, jobOver, startJob } from "../support/jobs.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { PASSWORD, userHeaders } from "../support/users.ts";
import { waitFor } from "../support/wait-for.ts";
import { apiKeys, business, colleagues, quietTenants, settings, tenants } from "./content.ts";
import { randomOf } from "./random.ts";
import { storySender } from "./receivers.ts";
import { webhooks } from "./webhooks.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SAMPLES = ["organiko", "orisha", "aiq", "ordereazi", "orki"];

/** How far each step of the story goes and how many events each tenant sends in it: the nearer the end, the finer. */
const pace: { until: number; step: number; events: number }[] = [
  { until: 24 * HOUR, step: HOUR, events: 3 },
  { until: HOUR, step: 5 * MINUTE, events: 1 },
  { until: 3 * MINUTE, step: MINUTE, events: 1 },
  { until: 0, step: 10_000, events: 1 },
];
const LENGTH = 6.5 * 24 * HOUR;

/** By their keys in `webhooks.ts`. */
export type Ids = Record<string, string>;

type Teller = {
  node: TestNode;
  clock: ManualClock;
  random: () => number;
  end: number;
  examples: Map<string, unknown>;
};

/** Lives through almost a week until `end` (epoch ms) on a database in `dir`, in seconds, and leaves it there. */
export async function tell(dir: string, end: number): Promise<Ids> {
  const clock = new ManualClock(end - LENGTH);
  const random = randomOf(7);
  const sender = storySender(() => (end - clock.now()) / HOUR, random);
  const node = await startNode({ dir, clock, sender, version });
  const teller = { node, clock, random, end, examples: new Map<string, unknown>() };
  const ids = await begin(teller);
  for (const { until, step, events } of pace) await live(teller, until, step, events);
  await act(teller, ids);
  await quiet(teller);
  await node.abandon();
  return ids;
}

/** Asks the API; a story that is refused is wrong. */
async function ask<T = { id: string }>(
  { node }: Teller,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await node.call<T>(method, path, body);
  if (answer.status >= 300)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function begin(teller: Teller): Promise<Ids> {
  for (const sample of SAMPLES) await ask(teller, "POST", "/event-types/import", { sample });
  await ownProfile(teller);
  for (const name of quietTenants)
    await ask(teller, "PUT", `/tenants/${name.toLowerCase().replace(/\W+/g, "-")}`, { name });
  for (const [id, tenant] of Object.entries(tenants)) await ask(teller, "PUT", `/tenants/${id}`, tenant);
  for (const user of colleagues) await ask(teller, "POST", "/users", { ...user, password: PASSWORD });
  for (const key of apiKeys) await ask(teller, "POST", "/api-keys", key);
  for (const [name, value] of Object.entries(settings))
    await ask(teller, "PUT", `/settings/${name}`, { value });
  const ids: Ids = {};
  for (const { key, ...webhook } of webhooks) ids[key] = (await ask(teller, "POST", "/webhooks", webhook)).id;
  await ask(teller, "PATCH", `/webhooks/${ids.paused}`, { status: "paused" });
  for (const { name } of (await ask<{ data: { name: string }[] }>(teller, "GET", "/event-types?limit=250"))
    .data)
    teller.examples.set(
      name,
      (await ask<{ example: unknown }>(teller, "GET", `/event-types/${name}`)).example,
    );
  return ids;
}

async function ownProfile(teller: Teller): Promise<void> {
  const name = "northwind-contract";
  const copied = await ask<Record<string, unknown>>(teller, "POST", "/profiles/organiko/copy", { name });
  const { builtin: _, used_by: __, created: ___, updated: ____, ...profile } = copied;
  const disable = { after_consecutive_failures: 1000, after_failing_hours: 120, on_410: true };
  await ask(teller, "PUT", `/profiles/${name}`, { ...profile, title: "Northwind's contract", disable });
}

async function live(teller: Teller, until: number, step: number, count: number): Promise<void> {
  const { clock, end } = teller;
  while (clock.now() + step <= end - until) {
    await publish(teller, step, count);
    clock.advance(step);
    await quiet(teller);
  }
}

async function publish(
  { node, clock, random, examples }: Teller,
  step: number,
  count: number,
): Promise<void> {
  const hour = new Date(clock.now()).getUTCHours();
  const busy = 0.35 + 0.65 * Math.sin((Math.PI * hour) / 24) ** 2;
  const events = business.flatMap(([tenant, types]) =>
    Array.from({ length: count * 2 }, () => {
      const type = types[Math.floor(random() * types.length)] ?? "order.created";
      const created = new Date(clock.now() - Math.floor(random() * Math.min(step, 5000))).toISOString();
      const channel = random() < 0.5 ? "store-7" : null;
      return {
        tenant,
        type,
        created,
        channel,
        actor: random() < 0.2 ? "مستخدم" : "shop-backend",
        data: examples.get(type) ?? {},
      };
    }).filter(() => random() < busy),
  );
  if (events.length > 0) await node.call("POST", "/events/batch", { events });
}

/** Until whatever is due has been attempted. */
async function quiet({ node, clock }: Teller): Promise<void> {
  const sql = `SELECT 1 FROM deliveries d JOIN webhooks w ON w.seq = d.webhook_seq
    WHERE d.status = 'pending' AND w.status = 'active' AND (d.due_at <= ? OR d.lease_owner IS NOT NULL) LIMIT 1`;
  await waitFor(async () => (await node.store.read({ sql, args: [clock.now()] })).rows.length === 0, "quiet");
}

/** What an operator did about it, of which the audit log and the jobs tell. */
async function act(teller: Teller, ids: Ids): Promise<void> {
  const { node, end } = teller;
  const headers = await userHeaders(node, "otto@example.com");
  const asOtto = (method: string, path: string, body?: unknown) =>
    node.call(method, path, body, { key: null, headers });
  await asOtto("PATCH", `/webhooks/${ids.healthy}`, { description: "Orders and payments into the ERP (EU)" });
  await asOtto("POST", `/webhooks/${ids.healthy}/secret/rotate`, { grace_hours: 24 });
  await asOtto("PUT", "/event-types/stock.recounted", {
    description: "Stock was counted by hand.",
    deprecated: true,
  });
  const since = new Date(end - 20 * HOUR).toISOString();
  const job: Job = await startJob(node, `/webhooks/${ids.typo}/recover`, { since });
  await jobOver(node, job.id);
}
