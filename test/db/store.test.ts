import { describe, expect, test } from "bun:test";
import { storeError } from "../../src/db/store.ts";
import { codeOf, openFile, rows, temporaryFolder } from "./helpers.ts";

const tenant = (id: string, name = "") => ({
  sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (?, ?, '{}', '{}', 1, 1)`,
  args: [id, name],
});

const webhook = (fields: Record<string, string | number | null> = {}) =>
  insert("webhooks", {
    ...{
      id: "wh_1",
      tenant: "t",
      url: "http://x",
      description: "",
      event_types: "[]",
      headers: "{}",
      metadata: "{}",
    },
    ...{ status: "active", created_at: 1, updated_at: 1, ...fields },
  });

const event = (fields: Record<string, string | number | null> = {}) =>
  insert("events", {
    ...{
      id: "e",
      tenant: "t",
      type: "a",
      created_at: 1,
      accepted_at: 1,
      token: 1,
      data: "1",
      delivery_count: 1,
    },
    ...fields,
  });

const delivery = (fields: Record<string, string | number | null> = {}) =>
  insert("deliveries", {
    ...{
      id: "dlv_1",
      event_seq: 1,
      webhook_seq: 1,
      tenant: "t",
      type: "a",
      status: "pending",
      next_attempt_at: 1,
    },
    ...{ created_at: 1, ...fields },
  });

function insert(table: string, fields: Record<string, string | number | null>) {
  const names = Object.keys(fields);
  const sql = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  return { sql, args: Object.values(fields) };
}

describe("the schema refuses", () => {
  const refused: [string, { sql: string; args: (string | number | null)[] }][] = [
    ["a delivery in an unknown state", delivery({ status: "paused" })],
    ["a pending delivery without a next attempt", delivery({ next_attempt_at: null })],
    ["a pending delivery that is completed", delivery({ completed_at: 1 })],
    ["a delivery that is over and has a next attempt", delivery({ status: "failed", completed_at: 1 })],
    ["a delivery that is over at no moment", delivery({ status: "succeeded", next_attempt_at: null })],
    [
      "a cancelled delivery without a reason",
      delivery({ status: "cancelled", next_attempt_at: null, completed_at: 1 }),
    ],
    ["a pending delivery with a reason of cancelling", delivery({ cancel_reason: "operator" })],
    ["a lease without an end", delivery({ lease_owner: "me" })],
    ["an end of a lease without an owner", delivery({ lease_until: 1 })],
    ["a delivery of an event that is not there", delivery({ event_seq: 9 })],
    ["a delivery to a webhook that is not there", delivery({ webhook_seq: 9 })],
    ["a text where a time belongs", delivery({ created_at: "yesterday" })],
    ["an event of a tenant that is not there", event({ id: "f", tenant: "nobody" })],
    ["an event without deliveries and without a reason", event({ id: "f", delivery_count: 0 })],
    ["an event with deliveries and a reason for none", event({ id: "f", unmatched_reason: "because" })],
    ["a webhook in an unknown state", webhook({ id: "wh_2", status: "asleep" })],
    ["a disabled webhook without a reason", webhook({ id: "wh_2", status: "disabled" })],
    ["failures in a row that began never", webhook({ id: "wh_2", consecutive_failures: 1 })],
    ["a failing since without failures", webhook({ id: "wh_2", failing_since: 1 })],
    ["the same webhook twice", webhook()],
    ["the same event of a tenant twice", event()],
  ];

  test.each(refused)("%s", async (_, statement) => {
    await using folder = await temporaryFolder();
    const store = await openFile(folder.file);
    await store.write([tenant("t"), webhook(), event()]);
    expect(await codeOf(store.write([statement]))).toBe("invalid");
    await store.close();
  });
});

test("a group of statements is written wholly or not at all", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  expect(await codeOf(store.write([tenant("a"), tenant("b"), tenant("a")]))).toBe("invalid");
  expect(await rows(store, "SELECT id FROM tenants")).toEqual([]);
  await store.write([tenant("a")]);
  expect(await rows(store, "SELECT id FROM tenants")).toEqual([{ id: "a" }]);
  await store.close();
});

test("a statement that SQLite cannot read is invalid, and the next write goes through", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  expect(await codeOf(store.write([{ sql: "INSERT INTO nothing VALUES (1)" }]))).toBe("invalid");
  expect(await codeOf(store.read({ sql: "SELEKT 1" }))).toBe("invalid");
  await store.write([tenant("a")]);
  await store.close();
});

test("the reading thread refuses a write", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  const refused = await store.read(tenant("a")).catch((error: Error) => error.message);
  expect(refused).toMatch(/readonly|read-only/);
  await store.close();
});

test("a full disk is `full`, loses nothing that was there, and passes when there is room again", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  const [pages] = await store.write([{ sql: "PRAGMA page_count" }]);
  await store.write([{ sql: `PRAGMA max_page_count = ${Number(pages?.rows[0]?.[0]) + 2}` }]);
  await store.write([tenant("small")]);
  for (let tries = 0; tries < 2; tries++)
    expect(await codeOf(store.write([tenant(`big${tries}`, "x".repeat(100_000))]))).toBe("full");
  expect(await rows(store, "SELECT id FROM tenants")).toEqual([{ id: "small" }]);
  await store.write([{ sql: "PRAGMA max_page_count = 1000000" }]);
  await store.write([tenant("big", "x".repeat(100_000))]);
  expect(await rows(store, "SELECT id FROM tenants ORDER BY seq")).toEqual([{ id: "small" }, { id: "big" }]);
  await store.close();
});

test("a read sees everything committed before it", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  for (let count = 1; count <= 20; count++) {
    await store.write([tenant(`t${count}`)]);
    expect(await rows(store, "SELECT count(*) AS tenants FROM tenants")).toEqual([{ tenants: count }]);
  }
  await store.close();
});

test.each([
  [{ code: "SQLITE_BUSY" }, "busy"],
  [{ code: "SQLITE_BUSY_SNAPSHOT" }, "busy"],
  [{ code: "SQLITE_LOCKED" }, "busy"],
  [{ message: "SQLITE_BUSY: database is locked" }, "busy"],
  [{ code: "SQLITE_FULL" }, "full"],
  [{ code: "SQLITE_CONSTRAINT_CHECK" }, "invalid"],
  [{ code: "SQLITE_CORRUPT" }, "unavailable"],
  [{ code: "SQLITE_IOERR" }, "unavailable"],
  [{ message: "fetch failed" }, "unavailable"],
] as const)("the client's error %p is %s", (error, code) => {
  expect(storeError(error).code as string).toBe(code);
});
