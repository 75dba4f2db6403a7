import { expect } from "bun:test";
import { records } from "../../src/db/store.ts";
import type { Answer, TestNode } from "./node.ts";

export type Refusal = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { pointer: string; detail: string }[];
};

/**
 * How many rows of each kind the database holds: what a refused request must not change. Without those that operators are told of
 * earlier requests by, which come by themselves.
 */
export async function counts(node: Pick<TestNode, "store">): Promise<Record<string, number>> {
  const tables = {
    events: "tenant <> '_operator'",
    webhooks: "true",
    webhook_secrets: "true",
    deliveries: "tenant <> '_operator'",
    attempts: "true",
    tenants: "id <> '_operator'",
    event_types: "name NOT IN (SELECT kind FROM happenings)",
    api_keys: "true",
    profiles: "true",
    settings: "true",
    portal_sessions: "true",
    users: "true",
    user_sessions: "true",
    jobs: "true",
    happenings: "true",
    audit_log: "true",
  };
  const columns = Object.entries(tables).map(
    ([table, own]) => `(SELECT count(*) FROM ${table} WHERE ${own}) AS ${table}`,
  );
  const [row] = records<Record<string, number>>(
    await node.store.read({ sql: `SELECT ${columns.join(", ")}` }),
  );
  return row ?? {};
}

/** Fails unless the answer is a whole problem of this status and code; answers it. */
export function expectProblem(answer: Answer<unknown>, status: number, code: string): Refusal {
  const problem = answer.body as Refusal;
  expect({ status: answer.status, code: problem.code, detail: problem.detail }).toEqual({
    status,
    code,
    detail: expect.any(String),
  });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(problem.status).toBe(status);
  expect(problem.type).toBe(`urn:posthorn:problem:${code}`);
  expect(problem.title).toMatch(/\w/);
  // Plain words, and nothing of what it was made with.
  expect(JSON.stringify(problem)).not.toMatch(
    /union|Expected [a-z]|SQLITE|node_modules|\.ts:|undefined|\[object/,
  );
  return problem;
}

/** Makes an API key and answers it. */
export async function makeKey(
  node: Pick<TestNode, "call">,
  fields: Record<string, unknown> = {},
): Promise<string> {
  const { status, body } = await node.call<{ key: string }>("POST", "/api-keys", {
    name: "test",
    scopes: ["admin"],
    ...fields,
  });
  if (status !== 201) throw new Error(`key refused: ${status} ${JSON.stringify(body)}`);
  return body.key;
}
