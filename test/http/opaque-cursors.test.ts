import { afterAll, beforeAll, expect, test } from "bun:test";
import { createCursors } from "../../src/http/opaque-cursors.ts";
import { seqCursor } from "../../src/http/paging.ts";
import { createVault } from "../../src/vault.ts";
import { expectProblem } from "../support/api.ts";
import { publish } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";

const cursorsOf = (master: number) => createCursors(createVault(Buffer.alloc(32, master)).derive("cursors"));

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
  for (const id of ["a", "b", "c"]) await publish(node, { id });
});
afterAll(() => node.stop());

type Page = { data: { id: string }[]; next_cursor: string | null };

const list = (cursor: string) => node.call<Page>("GET", `/events?limit=1${cursor && `&cursor=${cursor}`}`);

test("a list is read by cursors that say nothing of how many rows there are", async () => {
  const seen: string[] = [];
  const given: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body }: { body: Page } = await list(cursor);
    seen.push(...body.data.map(({ id }) => id));
    cursor = body.next_cursor;
    if (cursor !== null) given.push(cursor);
  }
  expect(seen).toEqual(["c", "b", "a"]);
  for (const cursor of given) expect(cursor).toMatch(/^p[0-9a-f]{32}$/);
});

test("the same place is the same text in every process with this master key, and up to the highest", () => {
  for (const seq of [0, 1, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
    const sealed = cursorsOf(1).seal(seqCursor(seq));
    expect(sealed).toBe(cursorsOf(1).seal(seqCursor(seq)));
    expect(cursorsOf(1).open(sealed)).toBe(seqCursor(seq));
  }
});

test("a place that was made up, changed, or sealed by another master key is refused with its pointer", async () => {
  const sealed = (await list("")).body.next_cursor ?? "";
  const changed = sealed.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  for (const cursor of ["p2", changed, cursorsOf(1).seal(seqCursor(2)), `p${"0".repeat(32)}`])
    for (const path of ["/events?cursor=", "/deliveries/stream?after="]) {
      const { errors } = expectProblem(await node.call("GET", path + cursor), 422, "invalid");
      expect(errors?.[0]?.pointer).toBe("/query/cursor");
    }
});
