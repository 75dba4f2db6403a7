/** What GET returns, PUT takes: facts that only Posthorn writes are passed over while they are unchanged. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectProblem } from "../support/api.ts";
import { startNode, type TestNode } from "../support/node.ts";

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
  await node.call("POST", "/profiles/orki/copy", { name: "mine" });
  await node.call("PUT", "/tenants/acme", {
    name: "Acme",
    profile: "mine",
    notify: { emails: ["a@example.com"] },
  });
  await node.call("PUT", "/event-types/order.created", {
    ...{
      description: "d",
      group: "Orders",
      schema: { type: "object" },
      example: { a: 1.5 },
      tenants: ["acme"],
    },
  });
});
afterAll(() => node.stop());

describe.each([
  ["/profiles/mine", { title: "Another title" }, { used_by: { tenants: 7, webhooks: 0 }, builtin: true }],
  ["/tenants/acme", { name: "Another name" }, { id: "other", created: "2020-01-01T00:00:00.000Z" }],
  ["/event-types/order.created", { description: "Another text" }, { status: "undeclared", name: "other" }],
])("%s", (path, change, wrong) => {
  test("can be read, changed and put back", async () => {
    const { body } = await node.call("GET", path);
    const put = await node.call("PUT", path, { ...body, ...change });
    expect(put.status).toBe(200);
    const { updated: _, ...expected } = { ...body, ...change } as Record<string, unknown>;
    expect(put.body).toMatchObject(expected);
  });

  test("is refused, with each pointer, where a fact differs, and stays as it is", async () => {
    const { body } = await node.call("GET", path);
    const problem = expectProblem(await node.call("PUT", path, { ...body, ...wrong }), 422, "invalid");
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(
      Object.keys(wrong)
        .map((name) => `/${name}`)
        .sort(),
    );
    expect((await node.call("GET", path)).body).toEqual(body);
  });

  test("is put back too by a client that writes the same moment in its own way", async () => {
    const { body } = await node.call<Record<string, unknown>>("GET", path);
    const created = String(body.created).replace("Z", "000+00:00");
    expect(created).not.toBe(String(body.created));
    expect((await node.call("PUT", path, { ...body, created })).status).toBe(200);
  });

  test("takes facts of nothing that there is not yet for none of its own", async () => {
    const { body } = await node.call<Record<string, unknown>>("GET", path);
    const problem = expectProblem(await node.call("PUT", `${path}x`, body), 422, "invalid");
    expect(problem.errors?.map(({ pointer }) => pointer)).toContain("/created");
  });
});

test("a profile that was read can be previewed with a change, and with no other fact", async () => {
  const { body } = await node.call<Record<string, unknown>>("GET", "/profiles/mine");
  const profile = { ...body, headers: { "X-Mine": "1" } };
  const shown = await node.call<{ headers: string[][] }>("POST", "/profiles/preview", { profile });
  expect({ status: shown.status, headers: shown.body.headers }).toEqual({
    status: 200,
    headers: expect.arrayContaining([["X-Mine", "1"]]),
  });
  const wrong = { profile: { ...profile, builtin: true } };
  const problem = expectProblem(await node.call("POST", "/profiles/preview", wrong), 422, "invalid");
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(["/profile/builtin"]);
});
