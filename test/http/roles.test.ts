/**
 * Every route there is, asked by each role. The routes are taken from the application itself: a new one that changes something
 * fails here until it is said who may.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Role } from "../../src/http/roles.ts";
import { counts, expectProblem } from "../support/api.ts";
import { registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { askAs, makeUser, userHeaders } from "../support/users.ts";

const API = "/api/v1";

/** For owners alone. */
const OWNERS = [
  "POST /users",
  "GET /users",
  "GET /users/:id",
  "PATCH /users/:id",
  "DELETE /users/:id",
  "POST /api-keys",
  "DELETE /api-keys/:id",
  "PUT /settings/:name",
  "DELETE /settings/:name",
  "POST /system/backup",
];

/** Reading that shows more than viewers are to see. */
const GUARDED = ["GET /webhooks/:id/secret", "GET /api-keys", "GET /api-keys/:id"];

/** What is sent to be tried out, and changes nothing. */
const TRIALS = ["POST /profiles/preview", "POST /webhooks/filter/try", "POST /webhooks/url/try"];

let node: TestNode;
beforeAll(async () => {
  node = await startNode();
  for (const role of ["owner", "operator", "viewer"] as const)
    await makeUser(node, `${role}@example.com`, role);
});
afterAll(() => node.stop());

/** All but what concerns the session itself, which everybody has, and the stream, which has no end. */
const routes = (): string[] =>
  node.app.routes
    .filter(({ method, path }) => path.startsWith(`${API}/`) && method !== "OPTIONS")
    .map(({ method, path }) => `${method} ${path.slice(API.length)}`)
    .filter((route) => !/ \/(session|sessions|setup|portal)\b|\/stream$|openapi\.json$/.test(route));

async function refused(role: Role): Promise<string[]> {
  const ask = askAs(node, await userHeaders(node, `${role}@example.com`));
  const found: string[] = [];
  for (const route of routes()) {
    const [method = "", path = ""] = route.split(" ");
    const body = ["POST", "PUT", "PATCH"].includes(method) ? {} : undefined;
    const answer = await ask(method, path.replace(/:\w+/, "nobodys"), body);
    if (answer.status !== 403) continue;
    expectProblem(answer, 403, "forbidden");
    found.push(route);
  }
  return found.sort();
}

describe("of all routes", () => {
  test("an owner is refused none", async () => {
    expect(routes().length).toBeGreaterThan(60);
    expect(await refused("owner")).toEqual([]);
  });

  test("an operator is refused who else may, keys and settings", async () => {
    expect(await refused("operator")).toEqual([...OWNERS].sort());
  });

  test("a viewer is refused what changes something, what is secret, users and keys", async () => {
    const before = await counts(node);
    const changing = routes().filter((route) => !route.startsWith("GET ") && !TRIALS.includes(route));
    const expected = new Set([...OWNERS, ...GUARDED, ...changing]);
    expect(await refused("viewer")).toEqual([...expected].sort());
    expect(await counts(node)).toEqual({
      ...before,
      audit_log: Number(before.audit_log) + 1,
      user_sessions: Number(before.user_sessions) + 1,
    });
  });
});

describe("a refusal says who may", () => {
  test.each([
    ["operator", "PUT", "/settings/product_name", "This needs an owner."],
    ["viewer", "PUT", "/settings/product_name", "This needs an owner."],
    ["viewer", "POST", "/webhooks", "This needs an operator or an owner."],
    ["operator", "POST", "/system/backup", "This needs an owner."],
  ] as const)("%s: %s %s", async (role, method, path, detail) => {
    const ask = askAs(node, await userHeaders(node, `${role}@example.com`));
    expect(expectProblem(await ask(method, path, {}), 403, "forbidden").detail).toBe(detail);
  });
});

test("a viewer reads every tenant's rows, settings, audit log and system, and no secret", async () => {
  const ask = askAs(node, await userHeaders(node, "viewer@example.com"));
  const { id, secret } = await registerWebhook(node, "http://127.0.0.1:4/", { tenant: "shop" });
  for (const path of ["/tenants", "/webhooks", `/webhooks/${id}`, "/settings", "/audit-log", "/system"]) {
    const { status, body } = await ask("GET", path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(JSON.stringify(body)).not.toContain(secret);
  }
  expect(JSON.stringify((await ask("GET", "/webhooks")).body)).toContain(id);
  expectProblem(await ask("GET", `/webhooks/${id}/secret`), 403, "forbidden");
});
