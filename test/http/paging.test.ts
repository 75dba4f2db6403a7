import { afterAll, beforeAll, expect, test } from "bun:test";
import { MAX_BYTES, withinBytes } from "../../src/http/paging.ts";
import { startNode, type TestNode } from "../support/node.ts";

let node: TestNode;

beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.stop());

type Page = { data: { id: string }[]; next_cursor: string | null };

const notifications = async (cursor: string): Promise<Page> =>
  (await node.call<Page>("GET", `/notifications?tenant=large&limit=250${cursor && `&cursor=${cursor}`}`))
    .body;

const MIB = 1024 * 1024;

test("a page ends before it has more than 4 MiB, and the rest follows by its cursor, each once", async () => {
  const ids = Array.from({ length: 9 }, (_, index) => `evt_large_${index}`);
  await node.store.write(
    ids.map((id) => ({
      sql: `INSERT INTO happenings (id, kind, tenant, data, created_at, published_at, mailed_at)
        VALUES (?, 'webhook.failing', 'large', ?, 1, 1, 1)`,
      args: [id, JSON.stringify({ text: "é".repeat(MIB / 2) })],
    })),
  );
  const seen: string[] = [];
  const sizes: number[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const body: Page = await notifications(cursor);
    sizes.push(body.data.length);
    expect(Buffer.byteLength(JSON.stringify(body.data))).toBeLessThanOrEqual(MAX_BYTES);
    seen.push(...body.data.map(({ id }) => id));
    cursor = body.next_cursor;
  }
  expect(sizes).toEqual([3, 3, 3]);
  expect(seen).toEqual(ids.toReversed());
});

test("a row that is larger than a page stands alone in one, so that a list never stops before it", () => {
  const rows = ["x".repeat(30), "y", "z"];
  const same = (row: string) => row;
  expect(withinBytes(rows, same, 10)).toEqual([rows[0] ?? ""]);
  expect(withinBytes(rows.slice(1), same, 10)).toEqual(["y", "z"]);
  expect(withinBytes([], same, 10)).toEqual([]);
});
