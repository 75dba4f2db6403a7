import { afterAll, beforeAll, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { createApp } from "../../src/app.ts";
import { StoreError } from "../../src/db/store.ts";
import { UserSessions } from "../../src/modules/session/sessions.ts";
import { rows } from "../db/helpers.ts";
import { counts, expectProblem, makeKey } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";
import { portalHeaders } from "../support/portal.ts";
import { askAs, cookieOf, makeUser, PASSWORD, signIn, userHeaders } from "../support/users.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
  await makeUser(node, "Ada@Example.com");
});
afterAll(() => node.stop());
/** Tests sign in more often than one address may in a minute. */
beforeEach(() => clock().advance(MINUTE_MS));

const clock = () => node.clock as ManualClock;
const ada = async () => {
  clock().advance(MINUTE_MS);
  return userHeaders(node, "ada@example.com");
};
/** Signs in from the network address that is given. */
function entrance() {
  const clientAddress = ({ headers }: Request) => headers.get("x-test-address");
  const app = createApp({ ...node.deps, clientAddress, pages: new Map(), checkResponses: true });
  return (address: string, email: string, password: string) => {
    const headers = { "content-type": "application/json", "x-test-address": address };
    const body = JSON.stringify({ email, password });
    return app.handle(new Request("http://localhost/api/v1/session", { method: "POST", headers, body }));
  };
}
const logged = async (action: string) => {
  const path = `/audit-log?action=${action}&limit=1`;
  return (await node.call<{ data: Record<string, unknown>[] }>("GET", path)).body.data[0];
};

describe("signing in", () => {
  test("answers who it is, and a cookie that scripts and other sites do not get", async () => {
    const answer = await signIn(node, "ADA@example.com", PASSWORD, { "user-agent": "Browser/1" });
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        user: {
          id: expect.stringMatching(/^usr_/),
          email: "ada@example.com",
          name: "Name of Ada@Example.com",
          role: "owner",
        },
        expires: new Date(clock().now() + 12 * HOUR_MS).toISOString(),
      },
    ]);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^posthorn_session=[\w-]{43}; Path=\/api\/v1; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
  });

  test("keeps neither token nor password where anybody can read them", async () => {
    const cookie = cookieOf(await signIn(node, "ada@example.com"));
    const kept = JSON.stringify([
      await rows(node.store, "SELECT * FROM user_sessions JOIN users"),
      await rows(node.store, "SELECT * FROM audit_log"),
      node.lines,
    ]);
    expect(kept).not.toContain(cookie.replace("posthorn_session=", ""));
    expect(kept).not.toContain(PASSWORD);
    expect(kept).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
  });

  test("under https the cookie goes nowhere else, and below the base URL only", async () => {
    await using based = await startNode({ env: { POSTHORN_BASE_URL: "https://hooks.test/in/" } });
    await makeUser(based, "a@example.com");
    const answer = await signIn(based, "a@example.com");
    expect(answer.headers.get("set-cookie")).toMatch(
      /; Path=\/in\/api\/v1; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  test("is refused in the same words for a wrong password and for an address that nobody has", async () => {
    const before = await counts(node);
    const wrong = await signIn(node, "ada@example.com", "not the password");
    const unknown = await signIn(node, "nobody@example.com");
    expectProblem(wrong, 401, "wrong_credentials");
    expect(unknown.body).toEqual(wrong.body);
    for (const answer of [wrong, unknown]) expect(answer.headers.get("set-cookie")).toBeNull();
    expect(await counts(node)).toEqual({ ...before, audit_log: Number(before.audit_log) + 2 });
  });

  test("costs one verification of the same kind, whether anybody has the address or not", async () => {
    using verify = spyOn(Bun.password, "verify");
    for (const email of ["ada@example.com", "nobody@example.com"]) {
      verify.mockClear();
      await signIn(node, email, "not the password");
      expect(verify.mock.calls.map(([, hash]) => String(hash).slice(0, 31))).toEqual([
        "$argon2id$v=19$m=19456,t=2,p=1$",
      ]);
    }
  });

  test("is written down with where it came from, and so is its refusal", async () => {
    const user = await makeUser(node, "where@example.com");
    const enter = entrance();
    const right = await enter("198.51.100.7", "where@example.com", PASSWORD);
    await enter("203.0.113.9", "Where@example.com", "not the password");
    const { body } = await node.call<{ data: Record<string, unknown>[] }>("GET", "/audit-log?limit=2");
    expect(body.data).toMatchObject([
      {
        action: "session.refused",
        target: "where@example.com",
        actor: { kind: "system", id: "posthorn" },
        address: "203.0.113.9",
      },
      {
        action: "session.created",
        actor: { kind: "user", id: user.id, name: "where@example.com" },
        address: "198.51.100.7",
      },
    ]);
    expect(JSON.stringify(body)).not.toContain("not the password");
    const ask = askAs(node, { cookie: cookieOf(right) });
    const sessions = await ask<{ data: { address: string }[] }>("GET", "/sessions");
    expect(sessions.body.data.map(({ address }) => address)).toEqual(["198.51.100.7"]);
  });

  test("is tried ten times a minute from one address at one account, also with the right password", async () => {
    const trying = (password?: string) => signIn(node, "ada@example.com", password);
    for (let time = 0; time < 10; time++) expect((await trying("wrong password")).status).toBe(401);
    const refused = await trying();
    expectProblem(refused, 429, "too_many_requests");
    expect(refused.headers.get("retry-after")).toBe("60");
    clock().advance(MINUTE_MS);
    expect((await trying()).status).toBe(200);
  });

  test("reads no more than four KiB of whom it does not know, of few at once, and not for long", async () => {
    const large = { email: "ada@example.com", password: "x".repeat(4096) };
    for (const path of ["/session", "/setup", "/portal/session"])
      expectProblem(await node.call("POST", path, large, { key: null }), 413, "too_large");
    await using own = await startNode();
    const slow = () =>
      own.app.handle(
        new Request("http://localhost/api/v1/session", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: new ReadableStream({ pull: () => new Promise(() => undefined) }),
        }),
      );
    const held = Array.from({ length: 16 }, slow);
    await Promise.resolve();
    expectProblem(await signIn(own, "ada@example.com"), 429, "too_many_requests");
    (own.clock as ManualClock).advance(10_000);
    for (const response of await Promise.all(held)) expect(response.status).toBe(400);
    expectProblem(await signIn(own, "ada@example.com"), 401, "wrong_credentials");
  });

  test("of an account is not closed to its owner by who tries it from elsewhere", async () => {
    const enter = entrance();
    for (let time = 0; time < 12; time++)
      expect((await enter(`198.51.100.${time}`, "Ada@example.com", "wrong password")).status).toBe(401);
    expect((await enter("203.0.113.9", "ada@example.com", PASSWORD)).status).toBe(200);
    const ask = askAs(node, await ada());
    expect((await ask("POST", "/session/password", { current: PASSWORD, new: PASSWORD })).status).not.toBe(
      429,
    );
  });

  test("is tried ten times a minute from one address, at whichever accounts", async () => {
    for (let time = 0; time < 10; time++)
      expect((await signIn(node, `nobody-${time}@example.com`)).status).toBe(401);
    expectProblem(await signIn(node, "ada@example.com"), 429, "too_many_requests");
    const enter = entrance();
    const statuses: number[] = [];
    for (let time = 0; time < 11; time++)
      statuses.push((await enter("198.51.100.7", `nobody-${time}@example.com`, "x")).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    expect((await enter("198.51.100.8", "ada@example.com", PASSWORD)).status).toBe(200);
  });

  test("is tried ten times a minute from one IPv6 network, whichever of its addresses", async () => {
    const enter = entrance();
    const statuses: number[] = [];
    for (let time = 0; time < 11; time++)
      statuses.push((await enter(`2001:db8:1:2::${time + 1}`, `nobody-${time}@example.com`, "x")).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    expect((await enter("2001:db8:1:3::1", "ada@example.com", PASSWORD)).status).toBe(200);
  });

  test.each([
    [{ email: "ada@example.com" }, "/password"],
    [{ password: PASSWORD }, "/email"],
    [{ email: "ada@example.com", password: 1 }, "/password"],
    [{ email: "ada@example.com", password: "x".repeat(201) }, "/password"],
    [{ email: "ada@example.com", password: "\ud800 surrogate" }, "/password"],
    [{ email: ["ada@example.com"], password: PASSWORD }, "/email"],
    [{ email: "ada@example.com", password: PASSWORD, role: "owner" }, "/role"],
  ])("is not possible with %j", async (body, pointer) => {
    const answer = await node.call("POST", "/session", body, { key: null });
    expect(expectProblem(answer, 422, "invalid").errors?.[0]?.pointer).toBe(pointer);
  });

  test("a form of another site cannot sign anybody in", async () => {
    const headers = { "content-type": "text/plain", "sec-fetch-site": "cross-site" };
    const answer = await node.call("POST", "/session", `{"email":"a","password":"b"}`, {
      key: null,
      headers,
    });
    expectProblem(answer, 415, "unsupported_media_type");
  });

  test("with a password of letters that keyboards compose in two ways works from both", async () => {
    const [composed, apart] = ["Zürich Zürich".normalize("NFC"), "Zürich Zürich".normalize("NFD")];
    const fields = { email: "z@example.com", name: "Z", role: "viewer", password: composed };
    expect((await node.call("POST", "/users", fields)).status).toBe(201);
    expect((await signIn(node, "z@example.com", apart)).status).toBe(200);
  });

  test("with a password that was changed while it was verified begins nothing", async () => {
    const user = await makeUser(node, "race@example.com");
    const { passwords } = node.deps;
    const matches = passwords.matches.bind(passwords);
    passwords.matches = async (...asked) => {
      const isRight = await matches(...asked);
      passwords.matches = matches;
      await node.call("PATCH", `/users/${user.id}`, { password: "changed meanwhile" });
      return isRight;
    };
    expectProblem(await signIn(node, "race@example.com"), 401, "wrong_credentials");
    expect((await signIn(node, "race@example.com", "changed meanwhile")).status).toBe(200);
  });
});

describe("a session", () => {
  test("is asked for by its cookie, and what is done with it is the user's doing", async () => {
    const ask = askAs(node, await ada());
    const { body } = await ask<{ user: { id: string; email: string } }>("GET", "/session");
    expect(body.user.email).toBe("ada@example.com");
    expect((await ask("PUT", "/event-types/by.user", { description: "d" })).status).toBe(200);
    expect(await logged("event_type.declared")).toMatchObject({
      actor: { kind: "user", id: body.user.id, name: "ada@example.com" },
    });
  });

  test("is nothing for keys and the portal", async () => {
    await node.call("PUT", "/tenants/shop", { name: "Shop" });
    const portal = askAs(node, await portalHeaders(node, "shop"));
    for (const [method, path] of [
      ["GET", "/session"],
      ["DELETE", "/session"],
      ["GET", "/sessions"],
      ["DELETE", "/sessions"],
      ["POST", "/session/password"],
    ] as const) {
      expect(expectProblem(await node.call(method, path), 403, "forbidden").detail).toBe(
        "This is for people who have signed in.",
      );
      expectProblem(await portal(method, path), 403, "forbidden");
      expectProblem(await node.call(method, path, undefined, { key: null }), 401, "unauthorized");
    }
  });

  test.each([
    ["an unknown token", `posthorn_session=${"a".repeat(43)}`, "session_ended"],
    ["a cut-off token", `posthorn_session=${"a".repeat(42)}`, "unauthorized"],
    ["no token", "posthorn_session=", "unauthorized"],
    ["another cookie", `xposthorn_session=${"a".repeat(43)}`, "unauthorized"],
  ])("does not begin with %s", async (_, cookie, code) => {
    expectProblem(await askAs(node, { cookie })("GET", "/session"), 401, code);
  });

  test("changes something from our own pages only", async () => {
    const { cookie = "" } = await ada();
    const before = await counts(node);
    for (const headers of [
      { cookie },
      { cookie, "sec-fetch-site": "cross-site" },
      { cookie, "sec-fetch-site": "same-site" },
      { cookie, origin: "https://evil.test" },
    ] as Record<string, string>[]) {
      const ask = askAs(node, headers);
      expectProblem(await ask("PUT", "/event-types/by.others", { description: "d" }), 403, "forbidden");
      expectProblem(await ask("DELETE", "/session"), 403, "forbidden");
      expect((await ask("GET", "/session")).status).toBe(200);
    }
    expect(await counts(node)).toEqual(before);
  });

  test("gives way to a key that is sent beside it, whichever may more", async () => {
    const headers = { ...(await ada()), "sec-fetch-site": "cross-site" };
    const reading = await makeKey(node, { scopes: ["events:read"] });
    const asked = (key: string) =>
      node.call("PUT", "/event-types/by.key", { description: "d" }, { key, headers });
    expectProblem(await asked(reading), 403, "forbidden");
    expectProblem(await asked("phk_unknown"), 401, "unauthorized");
    expect((await asked(ROOT_KEY)).status).toBe(200);
  });

  test("goes before the portal's, unless the portal's page asks", async () => {
    await node.call("PUT", "/tenants/shop", { name: "Shop" });
    const [{ cookie: own }, { cookie: portal }] = [await ada(), await portalHeaders(node, "shop")];
    const both = { cookie: `${portal}; ${own}`, "sec-fetch-site": "same-origin" };
    expect((await askAs(node, both)("GET", "/session")).status).toBe(200);
    const asPortal = askAs(node, { ...both, "posthorn-session": "portal" });
    expect((await asPortal("GET", "/portal/session")).body).toMatchObject({ tenant: "shop" });
    expectProblem(await asPortal("GET", "/session"), 403, "forbidden");
    const without = askAs(node, { cookie: String(own), "posthorn-session": "portal" });
    expectProblem(await without("GET", "/session"), 401, "unauthorized");
  });

  test("ends when it was not used for twelve hours, and every use puts that off", async () => {
    const ask = askAs(node, await ada());
    for (let time = 0; time < 3; time++) {
      clock().advance(12 * HOUR_MS - 1);
      const { status, body } = await ask("GET", "/session");
      expect([status, body.expires]).toEqual([200, new Date(clock().now() + 12 * HOUR_MS).toISOString()]);
    }
    clock().advance(12 * HOUR_MS);
    const ended = expectProblem(await ask("GET", "/session"), 401, "session_ended");
    expect(ended.detail).toBe("The session has expired or was revoked. Sign in again.");
  });

  test("ends thirty days after it was begun, however much it is used", async () => {
    const ask = askAs(node, await ada());
    const begun = clock().now();
    while (clock().now() + 6 * HOUR_MS < begun + 30 * DAY_MS) {
      clock().advance(6 * HOUR_MS);
      expect((await ask("GET", "/session")).status).toBe(200);
    }
    const { body } = await ask("GET", "/session");
    expect(body.expires).toBe(new Date(begun + 30 * DAY_MS).toISOString());
    clock().advance(begun + 30 * DAY_MS - clock().now());
    expectProblem(await ask("GET", "/session"), 401, "session_ended");
  });

  test("has its use written down once a minute, not with every request", async () => {
    const ask = askAs(node, await ada());
    const lastSeen = async () => {
      const sql = "SELECT last_seen_at FROM user_sessions ORDER BY seq DESC LIMIT 1";
      return (await rows<{ last_seen_at: number }>(node.store, sql))[0]?.last_seen_at;
    };
    const begun = clock().now();
    clock().advance(MINUTE_MS - 1);
    await ask("GET", "/session");
    expect(await lastSeen()).toBe(begun);
    clock().advance(1);
    await Promise.all([ask("GET", "/session"), ask("GET", "/events"), ask("GET", "/session")]);
    expect(await lastSeen()).toBe(begun + MINUTE_MS);
  });

  test("goes on when its use cannot be written down", async () => {
    const { cookie = "" } = await ada();
    clock().advance(MINUTE_MS);
    const full = () => Promise.reject(new StoreError("full", "injected full"));
    const sessions = new UserSessions({
      ...node.deps,
      store: { ...node.deps.store, write: full },
      clock: clock(),
    });
    const found = await sessions.find(cookie.replace("posthorn_session=", ""));
    expect(found?.name).toBe("ada@example.com");
  });

  test("that has ended is deleted, and no other", async () => {
    await node.store.write([{ sql: "DELETE FROM user_sessions" }]);
    await ada();
    clock().advance(11 * HOUR_MS);
    const ask = askAs(node, await ada());
    clock().advance(HOUR_MS);
    await new UserSessions({ ...node.deps, clock: clock() }).prune(clock().now());
    expect((await ask<{ data: unknown[] }>("GET", "/sessions")).body.data.length).toBe(1);
    expect((await counts(node)).user_sessions).toBe(1);
  });
});

describe("signing out", () => {
  test("ends this session alone, and takes the cookie back", async () => {
    const [one, other] = [askAs(node, await ada()), askAs(node, await ada())];
    const answer = await one("DELETE", "/session");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("set-cookie")).toBe(
      "posthorn_session=; Path=/api/v1; Max-Age=0; HttpOnly; SameSite=Strict",
    );
    expectProblem(await one("GET", "/session"), 401, "session_ended");
    expect((await other("GET", "/session")).status).toBe(200);
    expect(await logged("session.ended")).toMatchObject({ actor: { kind: "user", name: "ada@example.com" } });
  });

  test("everywhere ends every session of one's own, and nobody else's", async () => {
    await makeUser(node, "bob@example.com", "viewer");
    const bob = askAs(node, await userHeaders(node, "bob@example.com"));
    const [one, other] = [askAs(node, await ada()), askAs(node, await ada())];
    const answer = await one("DELETE", "/sessions");
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([
      204,
      expect.stringContaining("posthorn_session=; "),
    ]);
    for (const ask of [one, other]) expectProblem(await ask("GET", "/session"), 401, "session_ended");
    expect((await bob("GET", "/session")).status).toBe(200);
    expect(await logged("sessions.ended")).toMatchObject({ actor: { name: "ada@example.com" } });
  });
});

describe("the list of one's sessions", () => {
  test("tells each open one apart, with where it was begun", async () => {
    await node.store.write([{ sql: "DELETE FROM user_sessions" }]);
    await makeUser(node, "carol@example.com");
    await signIn(node, "carol@example.com");
    clock().advance(12 * HOUR_MS);
    const first = await signIn(node, "carol@example.com", PASSWORD, {
      "user-agent": `Phone${"x".repeat(300)}`,
    });
    clock().advance(1000);
    await signIn(node, "ada@example.com");
    const last = await signIn(node, "carol@example.com", PASSWORD, { "user-agent": "Desk" });
    const ask = askAs(node, { cookie: cookieOf(last) });
    const now = clock().now();
    const { body } = await ask("GET", "/sessions");
    expect(first.status).toBe(200);
    expect(body).toEqual({
      data: [
        {
          id: expect.stringMatching(/^ses_/),
          address: null,
          user_agent: "Desk",
          created: new Date(now).toISOString(),
          last_seen: new Date(now).toISOString(),
          expires: new Date(now + 12 * HOUR_MS).toISOString(),
          current: true,
        },
        expect.objectContaining({
          user_agent: `Phone${"x".repeat(251)}`,
          created: new Date(now - 1000).toISOString(),
          current: false,
        }),
      ],
      next_cursor: null,
    });
  });

  test("holds fifty at most: the one begun first makes room", async () => {
    await makeUser(node, "many@example.com");
    const first = askAs(node, await userHeaders(node, "many@example.com"));
    for (let time = 0; time < 5; time++) {
      clock().advance(MINUTE_MS);
      for (let one = 0; one < 10; one++) await signIn(node, "many@example.com");
    }
    expectProblem(await first("GET", "/session"), 401, "session_ended");
    clock().advance(MINUTE_MS);
    const last = askAs(node, await userHeaders(node, "many@example.com"));
    expect((await last<{ data: unknown[] }>("GET", "/sessions")).body.data.length).toBe(50);
  });
});

describe("one's own password", () => {
  const NEXT = "quite another password";

  test("is changed by whoever knows it, and every other session ends", async () => {
    await makeUser(node, "dan@example.com", "viewer");
    const other = askAs(node, await userHeaders(node, "dan@example.com"));
    const ask = askAs(node, await userHeaders(node, "dan@example.com"));
    const answer = await ask("POST", "/session/password", { current: PASSWORD, new: NEXT });
    expect(answer.status).toBe(204);
    expect((await ask("GET", "/session")).status).toBe(200);
    expectProblem(await other("GET", "/session"), 401, "session_ended");
    expectProblem(await signIn(node, "dan@example.com"), 401, "wrong_credentials");
    expect((await signIn(node, "dan@example.com", NEXT)).status).toBe(200);
    const entry = await logged("user.password_changed");
    expect(entry).toMatchObject({ actor: { kind: "user", name: "dan@example.com" } });
    expect(JSON.stringify(entry)).not.toContain('password"');
  });

  test("is changed once where two ask at the same time, and the other is told", async () => {
    await makeUser(node, "kate@example.com", "viewer");
    const ask = askAs(node, await userHeaders(node, "kate@example.com"));
    const change = (next: string) => ask("POST", "/session/password", { current: PASSWORD, new: next });
    const answers = await Promise.all([change("the first of two"), change("the second of two")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    const kept = answers[0]?.status === 204 ? "the first of two" : "the second of two";
    expect((await signIn(node, "kate@example.com", kept)).status).toBe(200);
  });

  test("stays when the present one is wrong, and that is tried ten times a minute", async () => {
    const headers = await ada();
    clock().advance(MINUTE_MS);
    const ask = askAs(node, headers);
    const before = await counts(node);
    const change = () => ask("POST", "/session/password", { current: "a wrong password", new: NEXT });
    for (let time = 0; time < 10; time++)
      expect(expectProblem(await change(), 422, "invalid").errors).toEqual([
        { pointer: "/current", detail: "is not your password" },
      ]);
    expectProblem(await change(), 429, "too_many_requests");
    expect(await counts(node)).toEqual(before);
  });

  test.each([
    ["too short", "123456789", "must be a password of 10 to 200 characters"],
    ["too long", "x".repeat(201), "must be a password of 10 to 200 characters"],
    ["the e-mail address", "Ada@example.com", "must not be the e-mail address"],
  ])("is not changed to one that is %s", async (_, password, detail) => {
    const ask = askAs(node, await ada());
    const answer = await ask("POST", "/session/password", { current: PASSWORD, new: password });
    expect(expectProblem(answer, 422, "invalid").errors).toEqual([{ pointer: "/new", detail }]);
    expect((await ask("GET", "/session")).status).toBe(200);
  });
});

test("more people at once than can be served are asked to come back, and the next ones get in", async () => {
  const { passwords } = node.deps;
  const asked = Array.from({ length: 110 }, () => passwords.matches("x", undefined));
  const codes = await Promise.allSettled(asked);
  const refused = codes.filter(({ status }) => status === "rejected");
  expect(refused.length).toBe(8);
  expect(refused[0]).toMatchObject({ reason: { code: "too_many_requests" } });
  expect(await passwords.matches("x", await passwords.hash("x"))).toBe(true);
});
