/**
 * Every operation of the API's document, asked on behalf of one tenant for what is another's: by the path, by the query and by the body. A
 * new operation, or a new name in a query or a body, fails here until it is known what of another tenant it could ask for.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import { type Operation, operationsOf } from "../support/api-document.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { type Answer, startNode, type TestNode } from "../support/node.ts";
import { portalHeaders } from "../support/portal.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

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
let operations: Operation[];
/** By the first part of a path: an id of the tenant `theirs`. */
const foreign: Record<string, string> = {
  tenants: "theirs",
  jobs: "job_theirs",
  notifications: "evt_theirs_happened",
};

/** What all tenants share, so that an id is nobody's: only operators change it. */
const SHARED = ["event-types", "profiles", "settings", "api-keys", "users"];

/** What lists cannot do without. */
const queries: Record<string, string> = {
  "/stats/webhooks": "ids=nobodys",
  "/deliveries/export": "format=csv",
};

beforeAll(async () => {
  receiver = await startReceiver(() => 500);
  node = await startNode();
  operations = await operationsOf(node);
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

type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

const first = (path: string) => path.split("/")[1] ?? "";
const hasId = (path: string) => path.includes("{");
/** With an id in place of the first parameter; what other parameters say is the same for all tenants. */
const withId = (path: string, id: string) => path.replace(/\{\w+\}/, id).replace("{number}", "1");
const isStream = ({ path }: Operation) => path.endsWith("/stream");

/** Names that are somebody's, with what is another tenant's by them; "ids" are of what the path is about. */
const REFERENCES: Record<string, string | undefined> = {
  ...{ tenant: "tenants", tenants: "tenants", webhook: "webhooks" },
  ...{ event: "events", event_id: "events", job: "jobs", delivery: "deliveries" },
};

/** Names in queries that say nothing of whose something is. */
const NEUTRAL = [
  ...["limit", "cursor", "after", "since", "until", "bucket", "format", "q", "dry_run", "kind"],
  ...["type", "channel", "status", "outcome", "status_code", "min_attempts", "group", "profile"],
  // Of users and of the audit log, which are operators' alone.
  ...["email", "actor", "action", "target"],
];

/** What is another tenant's by a name in a query; null for a name that is nobody's. */
function foreignValue(name: string, path = "/deliveries"): string | null {
  if (NEUTRAL.includes(name)) return null;
  const kind =
    name === "ids" ? (path.split("/").findLast((part) => part in foreign) ?? "") : REFERENCES[name];
  const value = foreign[kind ?? ""];
  if (value === undefined) throw new Error(`what is another tenant's at ${path}?${name}=?`);
  return value;
}

/** Names in bodies that look like somebody's and are not: events written out, the id of what is made here or of what the path names too. */
const OWN = [
  "POST /events/batch events",
  "POST /webhooks/filter/try event",
  "POST /tenants/delete id",
  "POST /events id",
  ...["event", "event.id", "tenant", "webhook", "webhook.id", "delivery"].map(
    (made) => `POST /profiles/preview sample.${made}`,
  ),
  "PUT /tenants/{id} id",
];

const LOOKS_LIKE_A_REFERENCE =
  /^(?!.*_per_).*(?<![a-z])(id|ids|tenants?|webhooks?|events?|jobs?|deliver(y|ies))$/;

/** As `foreignValue`, of a member of a body. */
function valueInBody(member: string, route: string): string | string[] | null {
  const name = member.split(".").at(-1) ?? "";
  if (!LOOKS_LIKE_A_REFERENCE.test(name) || OWN.includes(`${route} ${member}`)) return null;
  return foreignValue(name, route.split(" ")[1]);
}

/** A body with a member set, and without the one that excludes it. */
function withMember(example: unknown, member: string, value: string | string[]): object {
  const body = structuredClone(example ?? {}) as Record<string, unknown>;
  const [name = "", inside] = member.split(".");
  if (name === "event_id") delete body.event;
  if (inside === undefined) return { ...body, [name]: asWritten(name, value) };
  return { ...body, [name]: { [inside]: asWritten(inside, value) } };
}

const asWritten = (name: string, value: string | string[]) =>
  name === "ids" || name === "tenants" ? [value].flat() : value;

/** A response, but for the name that was asked for: a refusal may repeat it. */
function told({ status, body }: Answer<unknown>) {
  const names = new RegExp([...Object.values(foreign), "nobodys"].join("|"), "g");
  return { status, body: JSON.stringify(body).replace(names, "…") };
}

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
    const asked = operations.filter(({ path }) => hasId(path) && !SHARED.includes(first(path)));
    expect(asked.length).toBeGreaterThan(15);
    for (const { method, path, example } of asked) {
      const route = `${method} ${path}`;
      const id = foreign[first(path)];
      if (id === undefined) throw new Error(`what is another tenant's at ${route}?`);
      const before = await counts(node);
      const [theirs, nobodys] = [
        await ask(method, withId(path, id), example),
        await ask(method, withId(path, "nobodys"), example),
      ];
      const { status, body: answer } = theirs;
      expect({ route, status, answer }).toEqual({ route, status: nobodys.status, answer: nobodys.body });
      expect({ route, status }).toEqual({ route, status: status === 403 ? 403 : 404 });
      if (status === 403) expectProblem(theirs, 403, "forbidden");
      expect({ route, counts: await counts(node) }).toEqual({ route, counts: before });
    }
  });

  test("lists hold nothing of it, and cannot be asked for it", async () => {
    const lists = operations.filter((one) => one.method === "GET" && !hasId(one.path) && !isStream(one));
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

  test("no name in a query finds it", async () => {
    const asked = operations
      .filter((one) => !hasId(one.path) && !isStream(one))
      .flatMap(({ query, ...one }) => query.map((name) => ({ ...one, name })));
    expect(asked.filter(({ name }) => foreignValue(name) !== null).length).toBeGreaterThan(15);
    for (const { method, path, example, name } of asked) {
      const value = foreignValue(name, path);
      if (value === null) continue;
      const others = name === "ids" || queries[path] === undefined ? "" : `&${queries[path]}`;
      const [theirs, nobodys] = [
        await ask(method, `${path}?${name}=${value}${others}`, example),
        await ask(method, `${path}?${name}=nobodys${others}`, example),
      ];
      const asking = `${method} ${path}?${name}=`;
      expect({ asking, ...told(theirs) }).toEqual({ asking, ...told(nobodys) });
    }
  });

  test("no name in a body finds it", async () => {
    const event = (await publish(node, { tenant: "mine", type: "mine.made" })).id;
    const asked = operations.flatMap(({ members, ...one }) => members.map((member) => ({ ...one, member })));
    const before = await counts(node);
    let references = 0;
    for (const { method, path, example, member } of asked) {
      const value = valueInBody(member, `${method} ${path}`);
      if (value === null) continue;
      references += 1;
      const own = withId(path, first(path) === "events" ? event : "standard");
      const [theirs, nobodys] = [
        await ask(method, own, withMember(example, member, value)),
        await ask(method, own, withMember(example, member, "nobodys")),
      ];
      const asking = `${method} ${path} ${member}`;
      expect({ asking, ...told(theirs) }).toEqual({ asking, ...told(nobodys) });
    }
    expect(references).toBeGreaterThan(10);
    expect(await counts(node)).toEqual(before);
  });

  test("no stream can be asked for it", async () => {
    for (const { method, path } of operations.filter(isStream))
      expectProblem(await ask(method, `${path}?tenant=theirs`), 403, "forbidden");
  });

  test("what all share is changed by operators only", async () => {
    const asked = operations.filter(({ method, path }) => SHARED.includes(first(path)) && method !== "GET");
    for (const { method, path, example } of asked) {
      if (path === "/profiles/preview") continue;
      const answer = await ask(method, withId(path, "standard"), example);
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
    const events = [{ type: "a", data: 1, tenant: "theirs" }];
    const batch = await ask("POST", "/events/batch", { events });
    const refused = batch.status === 403 ? batch.body : (batch.body.data as { error: object }[])[0]?.error;
    expect(refused).toMatchObject({ status: 403, code: "forbidden" });
    expect(await counts(node)).toEqual(before);
  });
});
