import { describe, expect, test } from "bun:test";
import { StoreError } from "../../src/db/store.ts";
import { type FirstOperator, welcome } from "../../src/modules/session/first-operator.ts";
import { SetupLink } from "../../src/modules/session/setup.ts";
import { rows } from "../db/helpers.ts";
import { counts, expectProblem } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { askAs, cookieOf, makeUser, PASSWORD, signIn } from "../support/users.ts";

const MINUTE_MS = 60_000;
const URL_HERE = "https://hooks.test/in";
const NOBODY: FirstOperator = { adminEmail: null, adminPassword: null };
const OWNER = { email: "Ada@example.com", name: "Ada", password: PASSWORD };

const start = (node: TestNode, operator = NOBODY) => welcome(node.deps, operator, URL_HERE);
const setUp = (node: TestNode, body: object) => node.call("POST", "/setup", body, { key: null });
const isNeeded = async (node: TestNode) =>
  (await node.call("GET", "/setup", undefined, { key: null })).body.needed;

/** The token of the link that the log has last. */
const tokenOf = ({ lines }: TestNode): string =>
  lines
    .join("")
    .match(/#\/setup\?token=([\w-]+)/g)
    ?.at(-1)
    ?.replace("#/setup?token=", "") ?? "";

describe("the link of the first start", () => {
  test("is in the log whole, with a token of 256 bits that the database does not have", async () => {
    await using node = await startNode();
    expect(await isNeeded(node)).toBe(true);
    await start(node);
    const line = node.lines.find((one) => one.includes("/#/setup"));
    expect(line).toMatch(/for 30 minutes: https:\/\/hooks\.test\/in\/#\/setup\?token=[\w-]{43}"/);
    expect(await counts(node)).toMatchObject({ users: 0, user_sessions: 0 });
  });

  test("makes the first owner and signs them in, once", async () => {
    await using node = await startNode();
    await start(node);
    const token = tokenOf(node);
    const made = await setUp(node, { token, ...OWNER });
    expect([made.status, made.body]).toMatchObject([
      200,
      { user: { email: "ada@example.com", name: "Ada", role: "owner" } },
    ]);
    expect(made.headers.get("set-cookie")).toMatch(
      /^posthorn_session=[\w-]{43}; .*HttpOnly; SameSite=Strict$/,
    );
    const ask = askAs(node, { cookie: cookieOf(made), "sec-fetch-site": "same-origin" });
    expect((await ask("GET", "/users")).status).toBe(200);
    expect(await isNeeded(node)).toBe(false);
    expectProblem(await setUp(node, { token, ...OWNER, email: "b@example.com" }), 409, "setup_done");
    const log = await rows(node.store, "SELECT action, actor_kind, actor_name FROM audit_log ORDER BY seq");
    expect(log).toEqual([
      { action: "user.created", actor_kind: "system", actor_name: "setup link" },
      { action: "session.created", actor_kind: "user", actor_name: "ada@example.com" },
    ]);
  });

  test("is missing where it cannot be written down, and Posthorn starts all the same", async () => {
    await using node = await startNode();
    const write = () => Promise.reject(new StoreError("full", "the disk is full"));
    const setupLink = new SetupLink({ store: { ...node.store, write }, clock: node.clock });
    await welcome({ ...node.deps, setupLink }, NOBODY, URL_HERE);
    expect(node.lines.at(-1)).toMatch(/the disk is full.*cannot be written down.*admin create/);
    expect(tokenOf(node)).toBe("");
  });

  test("makes one owner, however many use it at the same time", async () => {
    await using node = await startNode();
    await start(node);
    const token = tokenOf(node);
    const asked = ["a", "b", "c"].map((name) =>
      setUp(node, { token, ...OWNER, email: `${name}@example.com` }),
    );
    expect((await Promise.all(asked)).map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await counts(node)).toMatchObject({ users: 1, user_sessions: 1 });
  });

  test("works after a try that was refused for what was typed", async () => {
    await using node = await startNode();
    await start(node);
    const token = tokenOf(node);
    for (const [fields, pointer] of [
      [{ password: "too short" }, "/password"],
      [{ password: "ADA@example.com" }, "/password"],
      [{ email: "nobody" }, "/email"],
      [{ name: "" }, "/name"],
      [{ role: "viewer" }, "/role"],
    ] as const) {
      const answer = await setUp(node, { token, ...OWNER, ...fields });
      expect(expectProblem(answer, 422, "invalid").errors?.[0]?.pointer).toBe(pointer);
    }
    expect((await setUp(node, { token, ...OWNER })).status).toBe(200);
  });

  test("lets nobody in with another token, with an old one, or before there is one", async () => {
    await using node = await startNode();
    const refused = async (token: string) =>
      expectProblem(await setUp(node, { token, ...OWNER }), 401, "setup_link_spent");
    await refused("a".repeat(43));
    await start(node);
    const first = tokenOf(node);
    await start(node);
    await refused(first);
    await refused(`${tokenOf(node)}x`);
    (node.clock as ManualClock).advance(30 * MINUTE_MS);
    await refused(tokenOf(node));
    expect(await counts(node)).toMatchObject({ users: 0, user_sessions: 0, audit_log: 0 });
  });

  test("works at every process that serves the API, and no other one's does once it was used", async () => {
    await using node = await startNode();
    await start(node);
    const here = tokenOf(node);
    const other = new SetupLink(node.deps);
    await start({ ...node, deps: { ...node.deps, setupLink: other } });
    expect(await Promise.all([here, tokenOf(node)].map((token) => other.opens(token)))).toEqual([true, true]);
    expect((await setUp(node, { token: tokenOf(node), ...OWNER })).status).toBe(200);
    expect(await rows(node.store, "SELECT * FROM setup_links")).toEqual([]);
  });

  test("works until the thirty minutes are over", async () => {
    await using node = await startNode();
    await start(node);
    (node.clock as ManualClock).advance(30 * MINUTE_MS - 1);
    expect((await setUp(node, { token: tokenOf(node), ...OWNER })).status).toBe(200);
  });

  test("works no more once somebody was made in another way, and none is offered then", async () => {
    await using node = await startNode();
    await start(node);
    const token = tokenOf(node);
    await makeUser(node, "first@example.com", "viewer");
    expectProblem(await setUp(node, { token, ...OWNER }), 409, "setup_done");
    expect(await isNeeded(node)).toBe(false);
    const before = node.lines.length;
    await start(node);
    expect(node.lines.length).toBe(before);
  });

  test("is tried ten times a minute by one address", async () => {
    await using node = await startNode();
    await start(node);
    for (let time = 0; time < 10; time++)
      await setUp(node, { token: "x", ...OWNER, email: `a${time}@example.com` });
    const answer = await setUp(node, { token: tokenOf(node), ...OWNER });
    expectProblem(answer, 429, "too_many_requests");
  });
});

describe("POSTHORN_ADMIN_EMAIL and POSTHORN_ADMIN_PASSWORD", () => {
  const named: FirstOperator = { adminEmail: "Ada@Example.com", adminPassword: PASSWORD };

  test("make an owner, who signs in with them; no link is offered", async () => {
    await using node = await startNode();
    await start(node, named);
    expect((await signIn(node, "ada@example.com")).body).toMatchObject({ user: { role: "owner" } });
    expect(node.lines.join("")).not.toContain("#/setup");
    expect(node.lines.join("")).not.toContain(PASSWORD);
  });

  test("make one beside others, when nobody has the address", async () => {
    await using node = await startNode();
    await makeUser(node, "somebody@example.com", "viewer");
    await start(node, named);
    expect((await signIn(node, "ada@example.com")).status).toBe(200);
  });

  test("change nothing about an account that is there, and the log says what does", async () => {
    await using node = await startNode();
    await makeUser(node, "ada@example.com", "viewer");
    const before = await rows(node.store, "SELECT * FROM users");
    await start(node, { ...named, adminPassword: "another password" });
    expect(await rows(node.store, "SELECT * FROM users")).toEqual(before);
    expectProblem(await signIn(node, "ada@example.com", "another password"), 401, "wrong_credentials");
    expect(node.lines.join("")).toContain("posthorn admin reset");
  });

  test("make one owner when two processes start at the same time", async () => {
    await using node = await startNode();
    await Promise.all([start(node, named), start(node, named)]);
    expect(await counts(node)).toMatchObject({ users: 1, audit_log: 1 });
  });
});
