import { describe, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import type { Exchange, ExchangeResult } from "../../src/egress/exchange.ts";
import { rollUp } from "../../src/outbox/stats/roll-up.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import { ManualClock } from "../support/clock.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startMailServer } from "../support/mail-server.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { portalHeaders } from "../support/portal.ts";
import { startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Notification = {
  id: string;
  kind: string;
  tenant: string;
  webhook: { id: string; url: string } | null;
  delivery: string | null;
  message: string;
  data: Record<string, unknown>;
  created: string;
  mailed: string | null;
};
type List<T> = { data: T[]; next_cursor: string | null };

/** A sender that answers each request with what `status` is at that moment. */
function answering(first: number) {
  const sender = {
    status: first,
    asked: [] as Exchange[],
    send: async (exchange: Exchange): Promise<ExchangeResult> => {
      sender.asked.push(exchange);
      const response = { statusCode: sender.status, headers: {}, body: "", truncated: false };
      return { kind: "response", response, timings: null, remoteAddress: "127.0.0.1" };
    },
  };
  return sender;
}

const listed = async (node: TestNode, filter = "", key?: string) =>
  (await node.call<List<Notification>>("GET", `/notifications${filter}`, undefined, key ? { key } : {})).body
    .data;
const kinds = async (node: TestNode, filter = "") => (await listed(node, filter)).map(({ kind }) => kind);

/** Publishes events until the webhook has failed so often, and waits until the last failure is written down. */
async function fail(node: TestNode, webhook: string, failures: number): Promise<void> {
  for (;;) {
    const { body } = await node.call<{ status: string; health: { consecutive_failures: number } }>(
      "GET",
      `/webhooks/${webhook}`,
    );
    const { consecutive_failures: now } = body.health;
    if (now >= failures || body.status === "disabled") return;
    await publish(node);
    await waitFor(
      async () => {
        const [row] = (
          await node.store.read({
            sql: "SELECT consecutive_failures FROM webhooks WHERE id = ?",
            args: [webhook],
          })
        ).rows;
        return Number(row?.[0]) > now;
      },
      `failure ${now + 1}`,
    );
  }
}

describe("Orisha's hundredth failure in a row", () => {
  test("disables with exactly one notification, after one at 50 and one at 90, also over a restart", async () => {
    const clock = new ManualClock();
    const sender = answering(500);
    const first = await startNode({ clock, sender });
    const { id } = await registerWebhook(first, "https://acme.test/hook", { profile: "orisha" });
    await fail(first, id, 49);
    expect(await kinds(first)).toEqual([]);
    await fail(first, id, 50);
    await waitFor(async () => (await kinds(first)).length === 1, "the notice at 50 %");
    await fail(first, id, 60);
    await first.deps.dispatcher.withdraw(id);
    await first.abandon();
    await using node = await startNode({ clock, sender, dir: first.dir });
    await fail(node, id, 100);
    await waitFor(async () => (await kinds(node)).includes("webhook.disabled"), "the webhook is disabled");
    const all = await listed(node);
    expect(all.map(({ kind, data }) => [kind, data.percent_of_limit ?? data.reason])).toEqual([
      ["webhook.disabled", "consecutive_failures"],
      ["webhook.failing", 90],
      ["webhook.failing", 50],
    ]);
    expect(all[0]).toMatchObject({
      tenant: "default",
      webhook: { id, url: "https://acme.test/hook" },
      delivery: null,
      message: expect.stringMatching(
        /^https:\/\/acme\.test\/hook was disabled after it had failed 100 times in a row since 2024-01-15 10:30 UTC\.$/,
      ),
      created: "2024-01-15T10:30:00.000Z",
      mailed: null,
    });
    expect(all[1]?.message).toEndWith("and will be disabled after 10 more failures.");
    expect(await kinds(node, "?kind=webhook.disabled")).toEqual(["webhook.disabled"]);
  });
});

test("failing for half of the profile's hours is told once, and the success after it too", async () => {
  const clock = new ManualClock();
  const sender = answering(500);
  await using node = await startNode({ clock, sender });
  const { id } = await registerWebhook(node, "https://acme.test/hook");
  await fail(node, id, 5);
  await waitFor(async () => (await kinds(node)).length === 1, "the warning");
  const failures = async () =>
    (await node.call<{ health: { consecutive_failures: number } }>("GET", `/webhooks/${id}`)).body.health
      .consecutive_failures;
  for (let hours = 0; hours < 66; hours += 6) {
    const before = await failures();
    clock.advance(6 * HOUR);
    await publish(node);
    await waitFor(async () => (await failures()) > before, "another failure");
  }
  await waitFor(async () => (await listed(node, "?kind=webhook.failing")).length > 1, "the notice at 50 %");
  sender.status = 200;
  await publish(node);
  await waitFor(async () => (await kinds(node, "?kind=webhook.recovered")).length === 1, "recovery");
  await publish(node);
  const told = (await listed(node)).filter(({ kind }) => kind !== "delivery.exhausted");
  expect(told.map(({ kind, data }) => [kind, data.percent_of_limit])).toEqual([
    ["webhook.recovered", undefined],
    ["webhook.failing", 50],
    ["webhook.failing", undefined],
  ]);
  expect(told[1]?.message).toContain("and will be disabled if it still fails on 2024-01-20 10:30 UTC.");
});

describe("the list", () => {
  test("is filtered, paged newest first, and a tenant's key sees its own only", async () => {
    await using node = await startNode({ sender: answering(500) });
    const acme = await registerWebhook(node, "https://acme.test/", {
      tenant: "acme",
      profile: "orki",
      secret: "verify-me-please",
    });
    const other = await registerWebhook(node, "https://other.test/", {
      tenant: "other",
      profile: "orki",
      secret: "verify-me-please",
    });
    const key = await makeKey(node, { scopes: ["webhooks:read"], tenant: "acme" });
    const all = await listed(node);
    expect(all.map(({ kind, tenant, webhook }) => [kind, tenant, webhook?.id])).toEqual([
      ["webhook.verification_failed", "other", other.id],
      ["webhook.verification_failed", "acme", acme.id],
    ]);
    const [foreign, own] = all as [Notification, Notification];
    expect(own.message).toBe(
      "https://acme.test/ could not be verified, so nothing is delivered to it: The receiver answered the challenge with 500 instead of 200.",
    );
    expect(await listed(node, "", key)).toEqual([own]);
    expect(await listed(node, "?tenant=acme")).toEqual([own]);
    expect(await listed(node, `?webhook=${other.id}`)).toEqual([foreign]);
    expect(await listed(node, "?since=2024-01-15T10:30:00.001Z")).toEqual([]);
    expect(await listed(node, "?until=2024-01-15T10:30:00.001Z")).toHaveLength(2);
    expect(await kinds(node, "?kind=webhook.created")).toEqual(["webhook.created", "webhook.created"]);
    const page = await node.call<List<Notification>>("GET", "/notifications?limit=1");
    expect(page.body.data).toEqual([foreign]);
    expect(await listed(node, `?limit=1&cursor=${page.body.next_cursor}`)).toEqual([own]);
    expect((await node.call<Notification>("GET", `/notifications/${own.id}`)).body).toEqual(own);
    expectProblem(
      await node.call("GET", `/notifications/${foreign.id}`, undefined, { key }),
      404,
      "not_found",
    );
    expectProblem(
      await node.call("GET", "/notifications?tenant=other", undefined, { key }),
      403,
      "forbidden",
    );
    const refused = expectProblem(await node.call("GET", "/notifications?kind=nothing"), 422, "invalid");
    expect(refused.errors?.[0]?.pointer).toBe("/query/kind");
    const writer = await makeKey(node, { scopes: ["events:write"] });
    expectProblem(await node.call("GET", "/notifications", undefined, { key: writer }), 403, "forbidden");
  });
});

describe("the portal", () => {
  const unverified = async (node: TestNode, tenant: string) => {
    const fields = { tenant, profile: "orki", secret: "verify-me-please" };
    await registerWebhook(node, `https://${tenant}.test/`, fields);
  };

  test("lists and counts its own tenant's notifications, and is not told who else got mail", async () => {
    await using node = await startNode({ sender: answering(500) });
    await unverified(node, "acme");
    await unverified(node, "other");
    await node.store.write([{ sql: "UPDATE happenings SET mailed_at = ?", args: [node.clock.now()] }]);
    const headers = await portalHeaders(node, "acme", { read_only: true });
    const look = <T>(path: string) => node.call<T>("GET", path, undefined, { key: null, headers });
    const [foreign] = await listed(node, "?tenant=other");
    const { body: own } = await look<List<Notification>>("/notifications");
    expect(own.data.map(({ tenant, kind }) => [tenant, kind])).toEqual([
      ["acme", "webhook.verification_failed"],
    ]);
    expect(foreign?.mailed).not.toBeNull();
    expect(own.data[0]?.mailed).toBeNull();
    const counted = async (query = "") => (await look(`/notifications/count${query}`)).body;
    expect(await counted()).toEqual({ count: 1 });
    expect(await counted(`?after=${own.data[0]?.id}`)).toEqual({ count: 0 });
    expect(await counted("?after=evt_pruned")).toEqual({ count: 1 });
    expectProblem(await look("/notifications/count?tenant=other"), 403, "forbidden");
    expectProblem(await look(`/notifications/${foreign?.id}`), 404, "not_found");
    await unverified(node, "acme");
    expect(await counted(`?after=${own.data[0]?.id}`)).toEqual({ count: 1 });
  });

  test("counts only what the list shows without a filter, and no further than 100", async () => {
    await using node = await startNode({ sender: answering(200) });
    await registerWebhook(node, "https://acme.test/", { tenant: "acme" });
    const count = async () => (await node.call("GET", "/notifications/count?tenant=acme")).body;
    expect(await count()).toEqual({ count: 0 });
    await node.store.write([
      {
        sql: `INSERT INTO happenings (id, kind, tenant, data, created_at, published_at)
          SELECT 'evt_' || value, 'webhook.failing', 'acme', '{}', 1, 1 FROM json_each(?)`,
        args: [JSON.stringify([...Array(150).keys()])],
      },
    ]);
    expect(await count()).toEqual({ count: 100 });
    const refused = expectProblem(await node.call("GET", "/notifications/count?kind=x"), 422, "invalid");
    expect(refused.errors?.[0]?.pointer).toBe("/query/kind");
  });
});

describe("a tenant's notification URL", () => {
  type Shown = { id: string; url: string; status: string } & Record<string, unknown>;
  const targets = async (node: TestNode) =>
    (await node.call<List<Shown>>("GET", "/webhooks?tenant=_operator")).body.data;
  const put = (node: TestNode, url: string | null, tenant = "acme") =>
    node.call("PUT", `/tenants/${tenant}`, { name: "Acme", notify: { url } });

  test("is told of the tenant's own webhooks only, signed and logged like any delivery", async () => {
    await using receiver = await startReceiver();
    await using failing = await startReceiver(() => 500);
    await using node = await startNode();
    const clock = node.clock as ManualClock;
    expect((await put(node, `${receiver.url}/told`)).status).toBe(200);
    const [target] = (await targets(node)) as [Shown];
    expect(target).toMatchObject({
      url: `${receiver.url}/told`,
      description: "Notifications of acme",
      channels: ["acme"],
      event_types: expect.arrayContaining(["delivery.exhausted", "webhook.disabled"]),
      metadata: { notify_of: "acme" },
    });
    for (const tenant of ["other", "acme"]) {
      await registerWebhook(node, failing.url, { tenant, profile: "ordereazi" });
      await publish(node, { tenant });
    }
    for (let attempt = 0; attempt < 4; attempt++) {
      clock.advance(MINUTE);
      await node.dispatcher.sweep(clock.now());
      await failing.waitFor(2 * (attempt + 1));
      await waitFor(async () => {
        const { rows } = await node.store.read({ sql: "SELECT count(*) FROM attempts" });
        return Number(rows[0]?.[0]) >= 2 * (attempt + 1);
      }, "the attempts are written down");
    }
    const [request] = (await receiver.waitFor(1)) as [(typeof receiver.requests)[0]];
    const { body: revealed } = await node.call<{ secret: string }>("GET", `/webhooks/${target.id}/secret`);
    const signed = new Webhook(revealed.secret);
    const [exhausted] = await listed(node, "?tenant=acme&kind=delivery.exhausted");
    expect(JSON.parse(request.text)).toMatchObject({
      id: exhausted?.id,
      type: "delivery.exhausted",
      channel: "acme",
      data: { tenant: "acme", attempts: 4, last_attempt: { status_code: 500 } },
    });
    const [id, timestamp, signature] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
      (name) => request.headers[name] ?? "",
    );
    expect(signature).toBe(signed.sign(id ?? "", new Date(Number(timestamp) * 1000), request.text));
    await waitFor(async () => {
      const { body } = await node.call<List<{ status: string }>>("GET", `/webhooks/${target.id}/deliveries`);
      return body.data.length === 1 && body.data[0]?.status === "succeeded";
    }, "its delivery is logged");
    expect(receiver.requests).toHaveLength(1);
  });

  test("is moved, kept and taken away with the tenant's, and gone when the tenant is", async () => {
    await using node = await startNode();
    await put(node, "http://127.0.0.1:4/a");
    const [made] = await targets(node);
    await put(node, "http://127.0.0.1:4/a");
    expect((await targets(node)).map(({ id }) => id)).toEqual([made?.id ?? ""]);
    await put(node, "http://127.0.0.1:4/b");
    expect((await targets(node)).map(({ id, url }) => [id, url])).toEqual([
      [made?.id ?? "", "http://127.0.0.1:4/b"],
    ]);
    await node.call("DELETE", `/webhooks/${made?.id}`);
    await put(node, "http://127.0.0.1:4/b");
    expect(await targets(node)).toHaveLength(1);
    await put(node, null);
    expect(await targets(node)).toEqual([]);
    await put(node, "http://127.0.0.1:4/c");
    expect((await node.call("DELETE", "/tenants/acme")).status).toBe(202);
    expect(await targets(node)).toEqual([]);
  });

  test.each([
    ["http://169.254.169.254/latest", "acme", "url_not_allowed"],
    ["http://user:pass@127.0.0.1:4/", "acme", "invalid"],
    ["http://127.0.0.1:4/a", "_operator", "invalid"],
  ])("%s of %s is refused, and nothing changes", async (url, tenant, code) => {
    await using node = await startNode();
    const refused = expectProblem(await put(node, url, tenant), 422, code);
    expect(refused.errors?.[0]?.pointer).toBe("/notify/url");
    expect((await node.call("GET", `/tenants/${tenant}`)).status).toBe(404);
    expect(await targets(node)).toEqual([]);
  });

  test.each(["no address", "a@b.test\r\nBcc: c@d.test", "a@b.test, c@d.test", `${"a".repeat(250)}@b.test`])(
    "%p is no address to mail to",
    async (email) => {
      await using node = await startNode();
      const body = { name: "Acme", notify: { emails: ["good@acme.test", email] } };
      const refused = expectProblem(await node.call("PUT", "/tenants/acme", body), 422, "invalid");
      expect(refused.errors?.[0]?.pointer).toBe("/notify/emails/1");
    },
  );
});

test("callers publish nothing in the tenant _operator", async () => {
  await using node = await startNode();
  const event = { type: "webhook.disabled", tenant: "_operator", data: {} };
  expectProblem(await node.call("POST", "/events", event), 403, "forbidden");
  const batch = await node.call<{ data: { error?: { code: string } }[] }>("POST", "/events/batch", {
    events: [event],
  });
  expect(batch.body.data[0]?.error?.code).toBe("forbidden");
  const key = await makeKey(node, { scopes: ["events:write"], tenant: "_operator" });
  expectProblem(await node.call("POST", "/events", { type: "a", data: {} }, { key }), 403, "forbidden");
});

test("whom the settings and the tenant name gets mail as soon as a delivery is given up, and a restart takes up what waited", async () => {
  const clock = new ManualClock();
  const sender = answering(500);
  const { port, stop } = await startMailServer();
  await stop();
  const env = {
    POSTHORN_SMTP_URL: `smtp://127.0.0.1:${port}`,
    POSTHORN_MAIL_FROM: "Posthorn <ph@example.test>",
  };
  const first = await startNode({ clock, sender, env });
  await first.call("PUT", "/settings/notify_emails", { value: ["ops@example.test"] });
  await first.call("PUT", "/tenants/acme", { name: "Acme", notify: { emails: ["dev@acme.test"] } });
  await registerWebhook(first, "https://acme.test/hook", { tenant: "acme", profile: "aiq" });
  await publish(first, { tenant: "acme" });
  for (let attempts = 1; attempts <= 4; attempts++) {
    await waitFor(() => sender.asked.length === attempts, `attempt ${attempts}`);
    await waitFor(
      async () =>
        (await first.store.read({ sql: "SELECT count(*) FROM attempts" })).rows[0]?.[0] === attempts,
    );
    clock.advance(20 * MINUTE);
  }
  await waitFor(() => first.lines.some((line) => line.includes("mail could not be sent")), "a try");
  expect((await listed(first))[0]).toMatchObject({ kind: "delivery.exhausted", mailed: null });
  await first.abandon();
  await using server = await startMailServer({ port });
  await using node = await startNode({ clock, sender, env, dir: first.dir });
  await server.waitFor(2);
  expect(server.received.flatMap(({ to }) => to)).toEqual(["ops@example.test", "dev@acme.test"]);
  expect(server.received[0]?.mail.from?.text).toBe('"Posthorn" <ph@example.test>');
  await waitFor(async () => (await listed(node))[0]?.mailed, "it is marked as mailed");
});

test("what operators are told of is among the events only where their tenant is named", async () => {
  await using node = await startNode();
  const { id } = await registerWebhook(node, "https://example.com/told");
  const told = await waitFor(async () => {
    const { body } = await node.call<{ data: { type: string }[] }>("GET", "/events?tenant=_operator");
    return body.data.length > 0 ? body.data : null;
  });
  expect(told.map(({ type }) => type)).toEqual(["webhook.created"]);
  expect((await node.call("GET", "/events")).body).toEqual({ data: [], next_cursor: null });
  await rollUp(node.store, node.clock.now());
  const { body } = await node.call<{ totals: { accepted: number } }>("GET", "/stats");
  expect({ id, accepted: body.totals.accepted }).toEqual({ id, accepted: 0 });
});
