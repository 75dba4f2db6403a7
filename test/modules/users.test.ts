import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { askAs, makeUser, PASSWORD, signIn, userHeaders } from "../support/users.ts";

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
  await makeUser(node, "owner@example.com");
});
afterAll(() => node.stop());
/** Tests sign in more often than one address may in a minute. */
beforeEach(() => (node.clock as ManualClock).advance(60_000));

type User = { id: string; email: string; name: string; role: string; last_sign_in: string | null };

const as = async (email: string) => askAs(node, await userHeaders(node, email));
const lastEntry = async () =>
  (await node.call<{ data: Record<string, unknown>[] }>("GET", "/audit-log?limit=1")).body.data[0];
const fields = { email: "New@Example.com", name: "New", role: "viewer", password: PASSWORD };

describe("a user", () => {
  test("is made with a first password, and signs in with it", async () => {
    const owner = await as("owner@example.com");
    const { status, body } = await owner<User>("POST", "/users", fields);
    const moment = new Date(node.clock.now()).toISOString();
    const made = {
      id: expect.stringMatching(/^usr_/),
      email: "new@example.com",
      name: "New",
      role: "viewer",
      created: moment,
      updated: moment,
      last_sign_in: null,
    };
    expect([status, body]).toEqual([201, made as never]);
    expect((await node.call("GET", `/users/${body.id}`)).body).toEqual({ ...body });
    expect(await lastEntry()).toMatchObject({
      action: "user.created",
      target: body.id,
      actor: { kind: "user", name: "owner@example.com" },
      after: { email: "new@example.com", role: "viewer" },
    });
    expect(JSON.stringify(await lastEntry())).not.toContain(PASSWORD);
    await signIn(node, "new@example.com");
    expect((await node.call("GET", `/users/${body.id}`)).body.last_sign_in).toBe(moment);
  });

  test("is made with a key for everything too, and by nothing less", async () => {
    const body = { ...fields, email: "by-key@example.com" };
    expect((await node.call("POST", "/users", body, { key: await makeKey(node) })).status).toBe(201);
    const key = await makeKey(node, { scopes: ["webhooks:write", "webhooks:read"] });
    expectProblem(await node.call("GET", "/users", undefined, { key }), 403, "forbidden");
  });

  test("is the only one with their address, however it is written and whoever asks at once", async () => {
    const before = Number((await counts(node)).users);
    const asked = ["Twin@example.com", "twin@EXAMPLE.com", "twin@example.com"];
    const answers = await Promise.all(
      asked.map((email) => node.call("POST", "/users", { ...fields, email })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await counts(node)).users).toBe(before + 1);
    const { id } = await makeUser(node, "other@example.com", "viewer");
    const taken = await node.call("PATCH", `/users/${id}`, { email: "TWIN@example.com", name: "Changed" });
    expect(expectProblem(taken, 409, "user_exists").detail).toBe("twin@example.com has an account already.");
    expect((await node.call("GET", `/users/${id}`)).body.name).toBe("Name of other@example.com");
    expect((await node.call("PATCH", `/users/${id}`, { email: "OTHER@example.com" })).status).toBe(200);
  });

  test.each([
    [{ email: "nobody" }, "/email", "must be an e-mail address"],
    [{ email: undefined }, "/email", "is required"],
    [{ name: "" }, "/name", "must be a name of 1 to 256 characters without control characters"],
    [{ name: "a\nb" }, "/name", "must be a name of 1 to 256 characters without control characters"],
    [{ role: "admin" }, "/role", "must be one of owner, operator, viewer"],
    [{ password: "123456789" }, "/password", "must be a password of 10 to 200 characters"],
    [{ password: "x".repeat(201) }, "/password", "must be a password of 10 to 200 characters"],
    [{ password: "NEW@example.com" }, "/password", "must not be the e-mail address"],
    [{ password_hash: "x" }, "/password_hash", "is not a field here"],
  ])("is not made with %j", async (wrong, pointer, detail) => {
    const before = await counts(node);
    const answer = await node.call("POST", "/users", { ...fields, ...wrong });
    expect(expectProblem(answer, 422, "invalid").errors).toContainEqual({ pointer, detail });
    expect(await counts(node)).toEqual(before);
  });

  test("that there is not is not found", async () => {
    for (const [method, body] of [["GET"], ["PATCH", { name: "x" }], ["DELETE"]] as const)
      expectProblem(await node.call(method, "/users/usr_nobody", body), 404, "not_found");
  });

  test("is found by the address, and the list comes in pages, newest first", async () => {
    const last = await makeUser(node, "last@example.com");
    const list = async (query: string) => (await node.call("GET", `/users?${query}`)).body;
    expect(await list("email=LAST@example.com")).toMatchObject({
      data: [{ id: last.id }],
      next_cursor: null,
    });
    expect(await list("email=nobody@example.com")).toEqual({ data: [], next_cursor: null });
    const { data, next_cursor: cursor } = await list("limit=1");
    expect(data).toMatchObject([{ id: last.id }]);
    const next = (await list(`limit=1&cursor=${cursor}`)) as { data: User[] };
    expect(next.data.length).toBe(1);
    expect(next.data[0]?.id).not.toBe(last.id);
    expect(JSON.stringify(await list("limit=250"))).not.toMatch(/argon2|hash/);
  });
});

describe("a change of a user", () => {
  test("of name and address leaves them signed in", async () => {
    const { id } = await makeUser(node, "eve@example.com", "viewer");
    const eve = await as("eve@example.com");
    const changed = { name: "Eve", email: "Eve2@example.com" };
    const { status, body } = await node.call("PATCH", `/users/${id}`, changed);
    expect([status, body.name, body.email]).toEqual([200, "Eve", "eve2@example.com"]);
    expect((await eve("GET", "/session")).body).toMatchObject({ user: { email: "eve2@example.com" } });
    expect(await lastEntry()).toMatchObject({
      action: "user.updated",
      before: { name: "Name of eve@example.com", email: "eve@example.com" },
      after: { name: "Eve", email: "eve2@example.com" },
    });
  });

  test("of role ends their sessions at once, and the next one may what the new role may", async () => {
    const { id } = await makeUser(node, "fred@example.com", "viewer");
    const fred = await as("fred@example.com");
    expectProblem(await fred("GET", "/users"), 403, "forbidden");
    expect((await node.call("PATCH", `/users/${id}`, { role: "viewer" })).status).toBe(200);
    expect((await fred("GET", "/session")).status).toBe(200);
    expect((await node.call("PATCH", `/users/${id}`, { role: "owner" })).status).toBe(200);
    expectProblem(await fred("GET", "/session"), 401, "session_ended");
    expect((await (await as("fred@example.com"))("GET", "/users")).status).toBe(200);
  });

  test("of password ends their sessions at once, and is written down without it", async () => {
    const { id } = await makeUser(node, "gina@example.com", "viewer");
    const gina = await as("gina@example.com");
    const answer = await node.call("PATCH", `/users/${id}`, { password: "given by an owner" });
    expect(answer.status).toBe(200);
    expectProblem(await gina("GET", "/session"), 401, "session_ended");
    expectProblem(await signIn(node, "gina@example.com"), 401, "wrong_credentials");
    expect((await signIn(node, "gina@example.com", "given by an owner")).status).toBe(200);
    const log = await node.call("GET", `/audit-log?target=${id}&action=user.updated`);
    expect(log.body.data).toMatchObject([{ after: { password: "changed" } }]);
    expect(JSON.stringify(log.body)).not.toContain("given by an owner");
  });

  test("undoes no other one that is made at the same time", async () => {
    const { id } = await makeUser(node, "joan@example.com");
    const changes = [{ password: "given by an owner" }, { name: "Joan" }, { role: "viewer" }];
    const answers = await Promise.all(changes.map((change) => node.call("PATCH", `/users/${id}`, change)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await node.call("GET", `/users/${id}`)).body).toMatchObject({ name: "Joan", role: "viewer" });
    expect((await signIn(node, "joan@example.com", "given by an owner")).status).toBe(200);
  });

  test("does not make the address the password", async () => {
    const { id } = await makeUser(node, "hank@example.com", "viewer");
    for (const change of [
      { password: "hank@example.com" },
      { email: "long-enough@example.com", password: "LONG-enough@example.com" },
    ])
      expectProblem(await node.call("PATCH", `/users/${id}`, change), 422, "invalid");
  });
});

test("who is deleted is out at once and for good", async () => {
  const { id } = await makeUser(node, "ivan@example.com");
  const ivan = await as("ivan@example.com");
  expect((await node.call("DELETE", `/users/${id}`)).status).toBe(204);
  expectProblem(await ivan("GET", "/session"), 401, "session_ended");
  expectProblem(await signIn(node, "ivan@example.com"), 401, "wrong_credentials");
  const log = await node.call("GET", `/audit-log?target=${id}&action=user.deleted`);
  expect(log.body.data).toMatchObject([{ before: { email: "ivan@example.com" }, after: null }]);
});

describe("the last owner", () => {
  test("is neither deleted nor demoted, and stays signed in", async () => {
    await using own = await startNode();
    const { id } = await makeUser(own, "a@example.com");
    await makeUser(own, "b@example.com", "operator");
    const ask = askAs(own, await userHeaders(own, "a@example.com"));
    const before = await counts(own);
    expectProblem(await ask("DELETE", `/users/${id}`), 409, "last_owner");
    expectProblem(await ask("PATCH", `/users/${id}`, { role: "viewer", name: "New" }), 409, "last_owner");
    expect((await ask("GET", `/users/${id}`)).body).toMatchObject({ role: "owner" });
    expect(await counts(own)).toEqual(before);
    expect((await ask("PATCH", `/users/${id}`, { name: "New" })).status).toBe(200);
  });

  test("is who is left of two that remove each other at the same time", async () => {
    await using own = await startNode();
    const [one, two] = [await makeUser(own, "a@example.com"), await makeUser(own, "b@example.com")];
    const answers = await Promise.all([
      own.call("DELETE", `/users/${one.id}`),
      own.call("PATCH", `/users/${two.id}`, { role: "viewer" }),
    ]);
    expect(answers.filter(({ status }) => status === 409).length).toBe(1);
    const { body } = await own.call<{ data: User[] }>("GET", "/users");
    expect(body.data.filter(({ role }) => role === "owner").length).toBe(1);
  });
});
