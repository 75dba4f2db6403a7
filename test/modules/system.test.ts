import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreError } from "../../src/db/store.ts";
import { counts, expectProblem } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { waitFor } from "../support/wait-for.ts";

const probe = async (node: TestNode, path: string) => {
  const response = await node.app.handle(new Request(`http://localhost${path}`));
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
};

test("the system tells version, uptime and the size of the database", async () => {
  await using node = await startNode();
  await publish(node);
  await publish(node, { tenant: "acme" });
  await registerWebhook(node, "https://example.com/a", { tenant: "other" });
  await waitFor(
    async () => (await node.call<{ data: [] }>("GET", "/events?tenant=_operator")).body.data.length > 0,
  );
  (node.clock as unknown as { advance(ms: number): void }).advance(90_500);
  const { status, body } = await node.call("GET", "/system");
  expect([status, body]).toEqual([
    200,
    {
      version: "0.0.0-test",
      role: "all",
      started: "2024-01-15T10:30:00.000Z",
      uptime_seconds: 90,
      egress: "direct",
      database: { kind: "file", bytes: expect.any(Number), events: 2, deliveries: 0 },
    },
  ]);
});

test("a backup whose caller goes away leaves no copy behind either", async () => {
  await using node = await startNode();
  await publish(node);
  const request = new Request("http://localhost/api/v1/system/backup", {
    method: "POST",
    headers: { authorization: "Bearer test-root-key-0123456789abcdef" },
  });
  const { body } = await node.app.handle(request);
  expect((await readdir(node.dir)).filter((name) => name.startsWith("backup-"))).toEqual([]);
  await body?.cancel();
});

test("a backup opens as a database, has the rows, and leaves no copy behind", async () => {
  await using node = await startNode();
  const webhook = await registerWebhook(node, "http://127.0.0.1:4/", { status: "paused" });
  for (let i = 0; i < 20; i++) await publish(node, { id: `kept-${i}` });
  const response = await node.app.handle(
    new Request("http://localhost/api/v1/system/backup", {
      method: "POST",
      headers: { authorization: "Bearer test-root-key-0123456789abcdef" },
    }),
  );
  expect(response.headers.get("content-disposition")).toBe(
    'attachment; filename="posthorn-2024-01-15T103000.db"',
  );
  const path = join(node.dir, "received.db");
  await writeFile(path, await response.bytes());
  const copy = new Database(path, { readonly: true });
  expect(copy.query("SELECT count(*) AS n FROM events WHERE tenant = 'default'").get()).toEqual({ n: 20 });
  expect(copy.query("SELECT id FROM webhooks").get()).toEqual({ id: webhook.id });
  expect(copy.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  copy.close();
  expect((await readdir(node.dir)).filter((name) => name.startsWith("backup-"))).toEqual([]);
  expect(await response.bytes().catch(() => "read")).toBe("read");
});

describe("a full disk", () => {
  const limit = (node: TestNode, pages: number) =>
    node.store.write([{ sql: `PRAGMA max_page_count = ${pages}` }]);

  test("refuses events without losing any, says so, and is over when there is space again", async () => {
    await using node = await startNode();
    await registerWebhook(node, "http://127.0.0.1:4/", { status: "paused" });
    await limit(node, 1);
    let last = await node.call("POST", "/events", { type: "a", data: "x".repeat(100_000) });
    expectProblem(last, 503, "disk_full");
    expect(last.headers.get("retry-after")).toBe("5");
    const before = await counts(node);
    const batch = await node.call<{ data: { error: { code: string } }[] }>("POST", "/events/batch", {
      events: Array(3).fill({ type: "a", data: "x".repeat(100_000) }),
    });
    expect(batch.body.data.map(({ error }) => error.code)).toEqual(["disk_full", "disk_full", "disk_full"]);
    expect(await counts(node)).toEqual(before);
    const ready = await probe(node, "/readyz");
    expect([ready.status, ready.body.code, ready.body.detail]).toEqual([
      503,
      "not_ready",
      "The database cannot be written.",
    ]);
    expect((await probe(node, "/healthz")).status).toBe(200);
    expect((await node.call("GET", "/events")).status).toBe(200);
    await limit(node, 1_000_000);
    expect((await probe(node, "/readyz")).body).toEqual({ status: "ready" });
    last = await node.call("POST", "/events", { type: "a", data: "x".repeat(100_000) });
    expect([last.status, last.body.deliveries]).toEqual([202, 1]);
  });
});

describe("a database that fails", () => {
  test.each([
    ["unavailable", 503, "database_unavailable"],
    ["busy", 503, "database_unavailable"],
    ["invalid", 500, "internal"],
  ] as const)("%s answers %d, is logged, and shows nothing of itself", async (code, status, problem) => {
    await using node = await startNode();
    const { store } = node.deps;
    const { write } = store;
    store.write = () => Promise.reject(new StoreError(code, "SQLITE_IOERR: /secret/path"));
    const answer = await node.call("POST", "/webhooks", { url: "http://127.0.0.1:4/", event_types: ["*"] });
    store.write = write;
    expectProblem(answer, status, problem);
    expect(JSON.stringify(answer.body)).not.toContain("/secret/path");
    expect(node.lines.join("")).toContain("SQLITE_IOERR: /secret/path");
  });

  test("a tenant with too much before it is told to come back, and the log has no database at fault", async () => {
    await using node = await startNode();
    node.deps.sandbox.filter = async () => ({ error: "too many are waiting", crowded: true });
    const webhook = { url: "http://127.0.0.1:4/", event_types: ["*"], filter: "true" };
    expect((await node.call("POST", "/webhooks", webhook)).status).toBe(201);
    const answer = await node.call("POST", "/events", { type: "a", data: 1 });
    expectProblem(answer, 429, "too_many_requests");
    expect(answer.headers.get("retry-after")).toBe("5");
    const batch = await node.call("POST", "/events/batch", { events: [{ type: "a", data: 1 }] });
    expect(batch.body).toMatchObject({ data: [{ error: { code: "too_many_requests" } }] });
    expect((await node.call("GET", "/events")).body).toMatchObject({ data: [] });
    expect(node.lines.join("")).not.toContain("the database refused");
  });

  test("a fault of ours answers 500 without a trace of it, and is logged with one", async () => {
    await using node = await startNode();
    const { store } = node.deps;
    const { read } = store;
    store.read = () => Promise.reject(new TypeError("x is not a function at /src/file.ts:5"));
    const answer = await node.call("GET", "/events");
    store.read = read;
    expect(expectProblem(answer, 500, "internal").detail).toBe("The fault is on our side and was logged.");
    expect(node.lines.join("")).toMatch(/x is not a function.*stack/);
  });
});
