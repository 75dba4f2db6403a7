import { expect, test } from "bun:test";
import { startNode } from "../support/node.ts";

test("the tenant default is there from the beginning, so that who has no tenants never meets the word", async () => {
  await using node = await startNode();
  const { body } = await node.call<{ data: { id: string }[] }>("GET", "/tenants");
  expect(body.data.map(({ id }) => id)).toEqual(["default"]);
  expect((await node.call("GET", "/tenants/default")).status).toBe(200);
});
