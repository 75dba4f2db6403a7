import { expect, test } from "bun:test";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode, type TestNode } from "../support/node.ts";

const idsOf = async (node: TestNode) =>
  (await node.call<{ data: { id: string }[] }>("GET", "/tenants")).body.data.map(({ id }) => id);

test("the tenant default is there from the beginning, so that who has no tenants never meets the word", async () => {
  await using node = await startNode();
  expect(await idsOf(node)).toEqual(["default"]);
  expect((await node.call("GET", "/tenants/default")).status).toBe(200);
});

test("where it cannot be written Posthorn starts all the same", async () => {
  const dir = await mkdtemp(join(tmpdir(), "posthorn-test-"));
  const before = await startNode({ dir });
  await before.store.write([
    { sql: "DELETE FROM tenants" },
    { sql: "CREATE TRIGGER refused BEFORE INSERT ON tenants BEGIN SELECT RAISE(ABORT, 'no room'); END" },
  ]);
  await before.abandon();
  await using node = await startNode({ dir });
  expect(node.lines.join("")).toContain("the tenant default could not be made yet");
  expect(await idsOf(node)).toEqual([]);
});
