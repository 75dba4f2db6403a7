/**
 * Every route there is, asked on behalf of one tenant for what is another's. The routes are taken from the application itself, so
 * that a new one is asked too: it fails here until `foreign` knows what to ask it for.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { type Answer, startNode, type TestNode } from "../support/node.ts";
import { portalHeaders } from "../support/portal.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const API = "/api/v1";

/** What a tenant's own key may hold. */
const SCOPES = [
  "events:write",
  "events:read",
  "webhooks:read",
  "webhooks:write",
  "deliveries:read",
  "deliveries:write",
];

let node: TestNode;
let receiver: Receiver;
/** By the first part of a path: an id of the tenant `theirs`. */
const foreign: Record<string, string> = {
  tenants: "theirs",
  jobs: "job_theirs",
  notifications: "evt_theirs_happened",
};

/** What all tenants share, so that an id is nobody's: only operators change it. */
const SHARED = ["event-types", "profiles", "settings", "api-keys", "users"];

/** Requests that are refused for their body before anything is looked up. */
const bodies: Record<string, object> = {
  "POST /webhooks/:id/recover": { since: "2024-01-01T00:00:00Z" },
  "PUT /tenants/:id": { name: "Mine now" },
};

/** What lists cannot do without. */
const queries: Record<string, string> = {
  "/stats/webhooks": "ids=nobodys",
  "/deliveries/export": "format=csv",
};

beforeAll(async () => {
  receiver = await startReceiver(() => 500);
  node = await startNode();
  foreign.webhooks = (
    await registerWebhook(node, receiver.url, {
      tenant: "theirs",
      description: "theirs",
      metadata: { of: "theirs" },
    })
  ).id;
  foreign.events = (await publish(node, { tenant: "theirs", id: "evt_theirs", type: "theirs.made" })).id;
  const { body } = await node.call<{ data: { id: string }[] }>("GET", "/deliveries?tenant=theirs");
  foreign.deliveries = body.data[0]?.id ?? "";
  await waitFor(async () => {
    const { rows } = await node.store.read({ sql: "SELECT 1 FROM attempts" });
    return rows.length > 0;
  });
  await node.store.write([
    {
      sql: `INSERT INTO jobs (id, kind, tenant, webhook, params, status, total, created_by, created_at, updated_at, completed_at)
        VALUES (?, 'retry', 'theirs', ?, '{}', 'succeeded', 1, 'root', 1, 1, 1)`,
      args: [foreign.jobs ?? "", foreign.webhooks],
    },
    {
      sql: `INSERT INTO happenings (id, kind, tenant, webhook, data, created_at, published_at, mailed_at)
        VALUES (?, 'webhook.failing', 'theirs', ?, '{}', 1, 1, 1)`,
      args: [foreign.notifications ?? "", foreign.webhooks],
    },
  ]);
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

type Route = { method: string; path: string };
type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

const routes = (): Route[] =>
  node.app.routes
    .filter(({ method, path }) => path.startsWith(`${API}/`) && method !== "OPTIONS")
    .map(({ method, path }) => ({ method, path: path.slice(API.length) }));

const first = (path: string) => path.split("/")[1] ?? "";
const sends = (method: string) => ["POST", "PUT", "PATCH"].includes(method);
const isStream = ({ path }: Route) => path.endsWith("/stream");

/** The two ways in that are bound to a tenant. */
const callers: [string, () => Promise<Ask>][] = [
  [
    "a key",
    async () => {
      const key = await makeKey(node, { scopes: SCOPES, tenant: "mine" });
      return (method, path, body) => node.call(method, path, body, { key });
    },
  ],
  [
    "the portal",
    async () => {
      await node.call("PUT", "/tenants/mine", { name: "Mine" });
      const headers = await portalHeaders(node, "mine");
      return (method, path, body) => node.call(method, path, body, { key: null, headers });
    },
  ],
];

describe.each(callers)("for %s of another tenant", (_, enter) => {
  let ask: Ask;
  beforeAll(async () => {
    ask = await enter();
  });

  test("what has an id is not found, as if there were none of it, and stays as it is", async () => {
    const asked = routes().filter(({ path }) => path.includes(":") && !SHARED.includes(first(path)));
    expect(asked.length).toBeGreaterThan(15);
    for (const { method, path } of asked) {
      const route = `${method} ${path}`;
      const id = foreign[first(path)];
      if (id === undefined) throw new Error(`what is another tenant's at ${route}?`);
      const body = bodies[route] ?? (sends(method) ? {} : undefined);
      const before = await counts(node);
      const [theirs, nobodys] = [
        await ask(method, path.replace(/:\w+/, id).replace(":number", "1"), body),
        await ask(method, path.replace(/:\w+/, "nobodys").replace(":number", "1"), body),
      ];
      const { status, body: answer } = theirs;
      expect({ route, status, answer }).toEqual({ route, status: nobodys.status, answer: nobodys.body });
      expect({ route, status }).toEqual({ route, status: status === 403 ? 403 : 404 });
      if (status === 403) expectProblem(theirs, 403, "forbidden");
      expect({ route, counts: await counts(node) }).toEqual({ route, counts: before });
    }
  });

  test("lists hold nothing of it, and cannot be asked for it", async () => {
    const lists = routes().filter(
      (route) => route.method === "GET" && !route.path.includes(":") && !isStream(route),
    );
    expect(lists.length).toBeGreaterThan(6);
    const marks = new RegExp(`\\w*theirs\\w*|${foreign.webhooks}|${foreign.deliveries}`, "g");
    for (const { path } of lists) {
      const query = queries[path] ?? "";
      const answer = await ask("GET", `${path}?${query}`);
      const status = [403, 404].find((one) => one === answer.status) ?? 200;
      expect({ path, status: answer.status }).toEqual({ path, status });
      expect({ path, found: JSON.stringify(answer.body).match(marks) }).toEqual({ path, found: null });
      const named = await ask("GET", `${path}?${query}&tenant=theirs`);
      const same = named.status === 200 && JSON.stringify(named.body) === JSON.stringify(answer.body);
      expect({ path, refused: named.status >= 400 || same }).toEqual({ path, refused: true });
    }
    const ofTheirs = await ask("GET", `/stats/webhooks?ids=${foreign.webhooks}`);
    const ofNobodys = await ask("GET", "/stats/webhooks?ids=nobodys");
    expect([ofTheirs.status, ofTheirs.body]).toEqual([ofNobodys.status, ofNobodys.body]);
  });

  test("no stream can be asked for it", async () => {
    for (const { method, path } of routes().filter(isStream))
      expectProblem(await ask(method, `${path}?tenant=theirs`), 403, "forbidden");
  });

  test("what all share is changed by operators only", async () => {
    const asked = routes().filter(({ method, path }) => SHARED.includes(first(path)) && method !== "GET");
    for (const { method, path } of asked) {
      if (path === "/profiles/preview") continue;
      const answer = await ask(method, path.replace(/:\w+/, "standard"), sends(method) ? {} : undefined);
      expect({ route: `${method} ${path}`, status: answer.status }).toEqual({
        route: `${method} ${path}`,
        status: 403,
      });
    }
  });

  test("naming the tenant in what is sent is forbidden", async () => {
    const before = await counts(node);
    const body = { url: receiver.url, event_types: ["*"], tenant: "theirs" };
    expectProblem(await ask("POST", "/webhooks", body), 403, "forbidden");
    const event = await ask("POST", "/events", { type: "a", data: 1, tenant: "theirs" });
    expectProblem(event, 403, "forbidden");
    expect(await counts(node)).toEqual(before);
  });
});
