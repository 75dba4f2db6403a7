/** A page of large webhooks: bounded in what it returns, and in what is read for it. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createQuery } from "../../src/db/query.ts";
import type { Store } from "../../src/db/store.ts";
import { MAX_BYTES } from "../../src/http/paging.ts";
import { systemPrincipal } from "../../src/http/principal.ts";
import { listWebhooks } from "../../src/modules/webhooks/read.ts";
import { registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";

const COUNT = 50;

let node: TestNode;
let ids: string[];

beforeAll(async () => {
  node = await startNode();
  const headers = Object.fromEntries(Array.from({ length: 48 }, (_, n) => [`X-${n}`, "v".repeat(4000)]));
  ids = [];
  for (let n = 0; n < COUNT; n++) {
    const tenant = `large-${n % 10}`;
    ids.push((await registerWebhook(node, `https://127.0.0.1:18443/${n}`, { tenant, headers })).id);
  }
});
afterAll(() => node.stop());

/** The query over a store that counts the bytes which reads bring. */
function counting(store: Store) {
  const seen = { bytes: 0 };
  const read: Store["read"] = async (statement) => {
    const result = await store.read(statement);
    seen.bytes += Buffer.byteLength(JSON.stringify(result.rows));
    return result;
  };
  return { seen, query: createQuery({ ...store, read }) };
}

test("reads hardly more than it returns, and the rest follows by its cursor, each once", async () => {
  const { query, seen } = counting(node.store);
  const listed: string[] = [];
  const pages: number[] = [];
  let cursor: string | undefined;
  do {
    seen.bytes = 0;
    const filter = { limit: "250", ...(cursor !== undefined && { cursor }) };
    const page = await listWebhooks({ query, registry: node.deps.registry }, systemPrincipal(), filter);
    expect(seen.bytes).toBeLessThan(1.25 * MAX_BYTES);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(1.01 * MAX_BYTES);
    listed.push(...page.data.map(({ id }) => id));
    pages.push(page.data.length);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  expect(listed).toEqual(ids.toReversed());
  expect(pages.length).toBeGreaterThan(2);
  expect(Math.min(...pages.slice(0, -1))).toBeGreaterThan(10);
});

test("ends at its limit as before where that is less", async () => {
  const { body } = await node.call<{ data: { id: string }[]; next_cursor: string | null }>(
    "GET",
    "/webhooks?limit=2",
  );
  expect(body.data.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 2));
  expect(body.next_cursor).not.toBeNull();
});

test("of all that there is ends without a cursor", async () => {
  const path = "/webhooks?limit=5&tenant=large-3";
  const { body } = await node.call<{ data: unknown[]; next_cursor: string | null }>("GET", path);
  expect({ rows: body.data.length, cursor: body.next_cursor }).toEqual({ rows: 5, cursor: null });
});
