import { afterAll, beforeAll, expect, test } from "bun:test";
import { counts, expectProblem } from "../../support/api.ts";
import { publish, registerWebhook } from "../../support/factories.ts";
import { startNode, type TestNode } from "../../support/node.ts";

export const URL = "http://127.0.0.1:4/hook";

/** A request that is wrong in one place; `:id` in its path is a paused webhook's. */
export type Row = [what: string, method: string, path: string, body: unknown, pointer: string, words: RegExp];

/** As a `Row`, of fields that spoil an otherwise valid body. */
export type Spoilt = [what: string, fields: object, pointer: string, words: RegExp];

export const event = (fields: object) => ({ type: "a.b", data: 1, ...fields });
export const hook = (fields: object) => ({ url: URL, event_types: ["*"], ...fields });

/** The rows of POSTs to `path` whose bodies `valid` would make right. */
export const posted = (path: string, valid: (fields: object) => object, rows: Spoilt[]): Row[] =>
  rows.map(([what, fields, pointer, words]) => [what, "POST", path, valid(fields), pointer, words]);

export const type = /^must be a dotted name such as order\.created/;
export const date = /^must be an RFC 3339 date-time such as 2024-01-15T10:30:00Z/;
export const pattern = /^must be an event type, a pattern such as order\.\*, or \*$/;
export const unknown = /^is not a field here$/;
export const required = /^is required$/;
export const anObject = /^must be an object$/;

/** A node with a paused webhook and an event of the id `known`, for the tests of one file. */
export function withNode(): { node: TestNode; webhook: string } {
  const given = {} as { node: TestNode; webhook: string };
  beforeAll(async () => {
    given.node = await startNode();
    given.webhook = (await registerWebhook(given.node, URL, { status: "paused" })).id;
    await publish(given.node, { id: "known" });
  });
  afterAll(() => given.node.stop());
  return given;
}

/** Each is answered with 422, a pointer and plain words, and changes nothing. */
export function refuses(rows: Row[]): void {
  const given = withNode();
  test.each(rows)("%s", async (_, method, path, body, pointer, words) => {
    const { node, webhook } = given;
    const before = await counts(node);
    const answer = await node.call(method, path.replace(":id", webhook), body);
    const problem = expectProblem(answer, 422, "invalid");
    const fault = problem.errors?.find((one) => one.pointer === pointer);
    expect({ errors: problem.errors, detail: fault?.detail }).toEqual({
      errors: expect.anything(),
      detail: expect.stringMatching(words),
    });
    expect(await counts(node)).toEqual(before);
  });
}
