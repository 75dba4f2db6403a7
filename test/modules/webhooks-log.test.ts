import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { records } from "../../src/db/store.ts";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import { registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

let node: TestNode;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  node = await startNode();
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

type Entry = {
  action: string;
  actor_kind: string;
  actor_name: string;
  tenant: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};
type Happening = {
  kind: string;
  tenant: string;
  data: { tenant: string; webhook: Record<string, unknown>; previous?: object };
};

async function entries(target: string): Promise<Entry[]> {
  const sql = "SELECT * FROM audit_log WHERE target = ? ORDER BY seq";
  const rows = records<Record<string, string | null>>(await node.store.read({ sql, args: [target] }));
  return rows.map(
    (row) =>
      ({ ...row, before: JSON.parse(row.before ?? "null"), after: JSON.parse(row.after ?? "null") }) as Entry,
  );
}

async function happenings(webhook: string): Promise<Happening[]> {
  const sql = "SELECT kind, tenant, data FROM happenings WHERE webhook = ? ORDER BY seq";
  const rows = records<Record<string, string>>(await node.store.read({ sql, args: [webhook] }));
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data ?? "") }) as Happening);
}

const actions = async (id: string) => (await entries(id)).map(({ action }) => action);
const kinds = async (id: string) => (await happenings(id)).map(({ kind }) => kind);

describe("what is done to a webhook", () => {
  const path = (id: string) => `/webhooks/${id}`;

  test("is written down and told of in its order, with who did it and what it changed", async () => {
    const key = await makeKey(node, { name: "the shop's key", scopes: ["webhooks:write", "webhooks:read"] });
    const made = { url: receiver.url, event_types: ["a"], tenant: "log", description: "old" };
    const { body } = await node.call<{ id: string; secret: string }>("POST", "/webhooks", made, { key });
    const { id } = body;
    await node.call("PATCH", path(id), { description: "new", status: "paused" }, { key });
    await node.call("GET", `${path(id)}/secret`, undefined, { key });
    const rotated = await node.call<{ secret: string }>("POST", `${path(id)}/secret/rotate`, {}, { key });
    await node.call("POST", `${path(id)}/test`, {}, { key });
    await node.call("DELETE", path(id), undefined, { key });

    expect(await actions(id)).toEqual([
      ...["webhook.created", "webhook.updated", "webhook.secret_revealed"],
      ...["webhook.secret_rotated", "webhook.tested", "webhook.deleted"],
    ]);
    const [created, updated, revealed, , tested, deleted] = await entries(id);
    expect(created).toMatchObject({ actor_kind: "key", actor_name: "the shop's key", tenant: "log" });
    expect([created?.before, created?.after]).toMatchObject([
      null,
      { id, description: "old", status: "active" },
    ]);
    expect([updated?.before, updated?.after]).toEqual([
      { description: "old", status: "active" },
      { description: "new", status: "paused" },
    ]);
    expect([revealed?.before, revealed?.after]).toEqual([null, null]);
    expect(tested?.after).toMatchObject({ type: "a" });
    expect([deleted?.before, deleted?.after]).toMatchObject([{ id, description: "new" }, null]);

    const told = await happenings(id);
    expect(told.map(({ kind }) => kind)).toEqual([
      ...["webhook.created", "webhook.updated", "webhook.updated", "webhook.deleted"],
    ]);
    expect(told[1]).toMatchObject({ tenant: "log" });
    expect(told[1]?.data).toEqual({
      tenant: "log",
      webhook: { id, url: receiver.url, description: "new", status: "paused" },
      previous: { description: "old", status: "active" },
    });
    const everything = JSON.stringify([await entries(id), told]);
    for (const secret of [body.secret, rotated.body.secret]) expect(everything).not.toContain(secret);
  });

  test("is not written down when it is refused", async () => {
    const limited = (fields = {}) =>
      node.call<{ id: string }>("POST", "/webhooks", {
        ...{ url: receiver.url, event_types: ["*"], tenant: "limited", profile: "orisha", ...fields },
      });
    for (let i = 0; i < 3; i++) await limited();
    const before = await counts(node);
    expectProblem(await limited(), 409, "webhook_limit");
    expectProblem(await limited({ url: "nope" }), 422, "invalid");
    expectProblem(await node.call("PATCH", "/webhooks/wh_none", {}), 404, "not_found");
    expect(await counts(node)).toEqual(before);
  });

  test("and a handshake that is asked for again is, too", async () => {
    receiver.reply(({ path }) => ({
      body: new URL(path, "http://x").searchParams.get("hub.challenge") ?? "",
    }));
    const { id } = await registerWebhook(node, receiver.url, { profile: "orki", secret: "verify-me" });
    receiver.reply(404);
    await node.call("POST", `${path(id)}/verify`);
    receiver.reply(200);
    expect(await actions(id)).toEqual(["webhook.created", "webhook.verification_requested"]);
    expect(await kinds(id)).toEqual(["webhook.created", "webhook.verification_failed"]);
  });
});

describe("credentials among a webhook's own headers", () => {
  const headers = { Authorization: "Bearer abcdefghijkl", "X-Api-Key": "short", "X-Shop": "7" };
  const masked = { Authorization: "Bear••••", "X-Api-Key": "••••", "X-Shop": "7" };
  const read = (id: string, key: string) => node.call("GET", `/webhooks/${id}`, undefined, { key });

  test("are shown to who may change them, and masked for everybody else, in the list too", async () => {
    const tenant = "headers";
    const { id, headers: answered } = await registerWebhook(node, receiver.url, { tenant, headers });
    expect(answered).toEqual(headers);
    const writer = await makeKey(node, { scopes: ["webhooks:read", "webhooks:write"], tenant });
    const reader = await makeKey(node, { scopes: ["webhooks:read"], tenant });
    expect((await read(id, writer)).body.headers).toEqual(headers);
    expect((await read(id, reader)).body.headers).toEqual(masked);
    const list = await node.call<{ data: { headers: unknown }[] }>("GET", "/webhooks", undefined, {
      key: reader,
    });
    expect(list.body.data.map((one) => one.headers)).toEqual([masked]);
  });

  test("are sealed in the database, and sent as they are", async () => {
    await using own = await startReceiver();
    const { id } = await registerWebhook(node, own.url, { tenant: "sealed", headers });
    await node.call("PATCH", `/webhooks/${id}`, { headers: { ...headers, "X-Api-Key": "shorter" } });
    const { rows } = await node.store.read({ sql: "SELECT headers FROM webhooks WHERE id = ?", args: [id] });
    expect(rows[0]?.[0]).toMatch(/"Authorization":\{"sealed":"v1\./);
    expect(rows[0]?.[0]).not.toMatch(/abcdefghijkl|short/);
    await node.call("POST", `/webhooks/${id}/test`);
    expect(own.requests[0]?.headers).toMatchObject({
      authorization: "Bearer abcdefghijkl",
      "x-api-key": "shorter",
      "x-shop": "7",
    });
    await node.call("DELETE", `/webhooks/${id}`);
    const left = await node.store.read({ sql: "SELECT headers FROM webhooks WHERE id = ?", args: [id] });
    expect(left.rows).toEqual([["{}"]]);
  });

  test("of an earlier version, which stood there in clear, are read as they are", async () => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "clear" });
    const sql = "UPDATE webhooks SET headers = ? WHERE id = ?";
    await node.store.write([{ sql, args: [JSON.stringify(headers), id] }]);
    expect((await node.call("GET", `/webhooks/${id}`)).body.headers).toEqual(headers);
    expect((await node.deps.registry.refresh(id))?.headers).toEqual(headers);
  });

  test("that come back masked are refused and the real ones stay", async () => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "dots", headers });
    const patched = await node.call("PATCH", `/webhooks/${id}`, { headers: masked });
    const detail = "is masked: send the whole value, or leave the headers out to keep them";
    expect(expectProblem(patched, 422, "invalid").errors).toEqual([
      { pointer: "/headers/Authorization", detail },
      { pointer: "/headers/X-Api-Key", detail },
    ]);
    expect((await node.call("GET", `/webhooks/${id}`)).body.headers).toEqual(headers);
  });

  test("stand nowhere in the audit log and in no event, though that they changed does", async () => {
    const { id } = await registerWebhook(node, receiver.url, { tenant: "unlogged", headers });
    const changed = { ...headers, Authorization: "Bearer mnopqrstuvwx" };
    await node.call("PATCH", `/webhooks/${id}`, { headers: changed });
    const [, entry] = await entries(id);
    expect([entry?.before, entry?.after]).toEqual([{ headers: masked }, { headers: masked }]);
    expect((await happenings(id))[1]?.data.webhook.headers).toEqual(masked);
    expect(JSON.stringify([await entries(id), await happenings(id)])).not.toMatch(
      /abcdefghijkl|mnopqrst|short/,
    );
  });

  test("nor does the webhook's secret under whatever name it is sent", async () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const { id } = await registerWebhook(node, receiver.url, {
      ...{ tenant: "twice", secret, headers: { "X-Shop": `v=${secret}` } },
    });
    expect(JSON.stringify([await entries(id), await happenings(id)])).not.toContain(secret);
  });
});

describe("a test event", () => {
  test("may have a channel, an actor and earlier attributes of its own", async () => {
    await using own = await startReceiver();
    const { id } = await registerWebhook(node, own.url, { tenant: "edited", channels: ["first", "second"] });
    const text =
      '{"type":"a","data":{"n":1.50},"channel":"second","actor":"me","previous_attributes":{"n":1.10}}';
    await node.call("POST", `/webhooks/${id}/test`, text);
    await node.call("POST", `/webhooks/${id}/test`, { type: "a", data: {}, channel: null });
    await node.call("POST", `/webhooks/${id}/test`, { type: "a", data: {} });
    const [edited, ...others] = own.requests.map((request) => request.text);
    expect(edited).toEndWith('"data":{"n":1.50},"previous_attributes":{"n":1.10},"channel":"second"}');
    expect(others.map((one) => JSON.parse(one).channel)).toEqual([undefined, "first"]);
    const { rows } = await node.store.read({
      sql: "SELECT actor, is_test FROM events WHERE tenant = 'edited' ORDER BY seq",
    });
    expect(rows).toEqual([
      ["me", 1],
      ["user-9", 1],
      ["user-9", 1],
    ]);
  });
});
