import { afterAll, beforeAll, expect, test } from "bun:test";
import { expectProblem, makeKey } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const BOUND = 4 * 1024 * 1024;
const TEXT = "x".repeat(200_000);

type Attempt = {
  number: number;
  request: { headers: unknown[]; body?: string };
  response: { headers: object; body?: string } | null;
  bodies?: string;
};
type Delivery = { id: string; attempts: Attempt[] };

let node: TestNode;
let receiver: Receiver;
let event = "";
let delivery = "";

beforeAll(async () => {
  receiver = await startReceiver(() => ({ status: 500, body: "out of order" }));
  node = await startNode();
  await registerWebhook(node, receiver.url, { tenant: "large" });
  event = (await publish(node, { tenant: "large", data: { text: TEXT } })).id;
  delivery = await waitFor(async () => {
    const { body } = await node.call<{ data: { id: string; attempt_count: number }[] }>(
      "GET",
      "/deliveries?tenant=large",
    );
    return body.data[0]?.attempt_count === 1 ? body.data[0].id : null;
  }, "the first attempt");
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

/** As if the receiver had failed so often. */
async function attemptsUpTo(count: number): Promise<void> {
  const { rows } = await node.store.read({ sql: "SELECT name FROM pragma_table_info('attempts')" });
  const columns = rows.map(([name]) => String(name)).filter((name) => name !== "seq" && name !== "number");
  await node.store.write([
    {
      sql: `WITH RECURSIVE n(number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM n WHERE number < ?)
        INSERT INTO attempts (number, ${columns.join(", ")})
        SELECT n.number, ${columns.map((name) => `a.${name}`).join(", ")} FROM n, attempts a WHERE a.number = 1`,
      args: [count],
    },
    { sql: "UPDATE deliveries SET attempt_count = ?", args: [count] },
  ]);
}

const get = async (path: string) => (await node.call<Delivery>("GET", path)).body;
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test("a small delivery has the bodies of its attempts", async () => {
  const [made] = (await get(`/deliveries/${delivery}`)).attempts;
  expect(made?.request.body).toContain(TEXT);
  expect(made?.response?.body).toBe("out of order");
  expect(made).not.toHaveProperty("bodies");
});

test("an event's deliveries never repeat its body", async () => {
  const { body } = await node.call<{ data: Delivery[] }>("GET", `/events/${event}/deliveries`);
  expect(JSON.stringify(body)).not.toContain(TEXT);
  const [made] = body.data[0]?.attempts ?? [];
  expect(made?.request.headers).not.toBeEmpty();
  expect(made?.response).not.toHaveProperty("body");
  expect(made?.bodies).toBe(`/deliveries/${delivery}/attempts/1`);
});

test("a delivery of more than 4 MiB leaves bodies out, and each attempt says where they are", async () => {
  await attemptsUpTo(30);
  const retried = await node.call<Delivery>("POST", `/deliveries/${delivery}/retry`);
  expect(retried.status).toBe(202);
  for (const large of [await get(`/deliveries/${delivery}`), retried.body]) {
    expect(bytes(large)).toBeLessThan(BOUND);
    expect(large.attempts.length).toBeGreaterThanOrEqual(30);
    expect(large.attempts.every(({ request }) => request.body === undefined)).toBe(true);
  }
  const { body } = await node.call<Attempt>("GET", retried.body.attempts[29]?.bodies ?? "");
  expect([body.number, body.request.body?.includes(TEXT), body.response?.body]).toEqual([
    30,
    true,
    "out of order",
  ]);
});

test("of very many attempts the newest are listed, within 4 MiB", async () => {
  const { attempts } = await get(`/deliveries/${delivery}`);
  await node.store.write([{ sql: "DELETE FROM attempts WHERE number > 1" }]);
  await attemptsUpTo(20_000);
  const large = await get(`/deliveries/${delivery}`);
  expect(bytes(large)).toBeLessThanOrEqual(BOUND);
  expect(large.attempts.length).toBeGreaterThan(attempts.length);
  expect(large.attempts.at(-1)?.number).toBe(20_000);
  const { body } = await node.call<{ data: Delivery[] }>("GET", `/events/${event}/deliveries`);
  expect(bytes(body)).toBeLessThanOrEqual(BOUND);
});

test("an attempt that there is not, or is another tenant's, is not found", async () => {
  for (const number of ["0", "01", "99999", "1e3", "x", "9".repeat(30)])
    expectProblem(await node.call("GET", `/deliveries/${delivery}/attempts/${number}`), 404, "not_found");
  const key = await makeKey(node, { scopes: ["deliveries:read"], tenant: "other" });

  const asked = await node.call("GET", `/deliveries/${delivery}/attempts/1`, undefined, { key });
  expectProblem(asked, 404, "not_found");
});
