import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createQuery } from "../../src/db/query.ts";
import { type Store, StoreError } from "../../src/db/store.ts";
import { systemPrincipal } from "../../src/http/principal.ts";
import { createLogger } from "../../src/log.ts";
import { exportDeliveries } from "../../src/modules/deliveries/export.ts";
import { expectProblem, makeKey } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { missed } from "../support/jobs.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

let node: TestNode;
let receiver: Receiver;
let webhook: string;

beforeAll(async () => {
  receiver = await startReceiver(({ path }) => Number(path.slice(1)) || 200);
  node = await startNode();
  ({ id: webhook } = await registerWebhook(node, receiver.url, { tenant: "many" }));
  const ids = Array.from({ length: 600 }, (_, i) => `e${i}`);
  await missed(node, webhook, ids, "failed", { tenant: "many", channel: "store-1" });
});
afterAll(async () => {
  await node.stop();
  await receiver.stop();
});

async function fetchExport(query: string, key = ROOT_KEY) {
  const request = new Request(`http://localhost/api/v1/deliveries/export?${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const response = await node.app.handle(request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("an export", () => {
  test("as NDJSON has a delivery a line as the list shows it, all of them, newest first", async () => {
    const { status, headers, text } = await fetchExport("format=ndjson&tenant=many&status=failed");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/x-ndjson");
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="deliveries-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.ndjson"$/,
    );
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event }) => event.id)).toEqual(Array.from({ length: 600 }, (_, i) => `e${599 - i}`));
    const { body } = await node.call<{ data: unknown[] }>("GET", "/deliveries?tenant=many&limit=1");
    expect(lines[0]).toEqual(body.data[0]);
  });

  test("as CSV names its columns and quotes what would run or break", async () => {
    const tenant = "csv";
    const { id } = await registerWebhook(node, `${receiver.url}/a,b`, { tenant });
    await publish(node, { tenant, id: "risky", channel: '=1+1,"x"' });
    await waitFor(
      async () =>
        (await node.call<{ data: unknown[] }>("GET", `/deliveries?webhook=${id}&status=success`)).body.data
          .length === 1,
    );
    const { headers, text } = await fetchExport(`format=csv&tenant=${tenant}`);
    expect(headers.get("content-type")).toStartWith("text/csv");
    const [head, line, rest] = text.split("\r\n");
    expect(head).toStartWith("id,event_id,event_type,event_created,tenant,channel,");
    expect(line).toContain(`,risky,order.created,`);
    expect(line).toContain(`,csv,"'=1+1,""x""",false,${id},"${receiver.url}/a,b",succeeded,,1,,`);
    expect(rest).toBe("");
  });

  test("holds no more than its filter, and ticked deliveries by their ids", async () => {
    const { body } = await node.call<{ data: { id: string }[] }>("GET", "/deliveries?tenant=many&limit=3");
    const ids = body.data.map(({ id }) => id);
    const lines = async (query: string) =>
      (await fetchExport(`format=ndjson&${query}`)).text.split("\n").length - 1;
    expect(await lines(`ids=${ids.join(",")}`)).toBe(3);
    expect(await lines("tenant=many&status=success")).toBe(0);
    expect(await lines("event=e7")).toBe(1);
  });

  test("is refused with its place, and for keys that may not read or are another tenant's", async () => {
    const refused = (query: string) => node.call("GET", `/deliveries/export?${query}`);
    expect(expectProblem(await refused(""), 422, "invalid").errors).toMatchObject([
      { pointer: "/query/format" },
    ]);
    for (const query of ["format=xml", "format=csv&status=x", "format=csv&ids=a,,b"]) {
      const problem = expectProblem(await refused(query), 422, "invalid");
      expect(problem.errors?.[0]?.pointer).toStartWith("/query/");
    }
    const writer = await makeKey(node, { scopes: ["events:write"] });
    expectProblem(
      await node.call("GET", "/deliveries/export?format=csv", undefined, { key: writer }),
      403,
      "forbidden",
    );
    const other = await makeKey(node, { scopes: ["deliveries:read"], tenant: "other" });
    expectProblem(
      await node.call("GET", "/deliveries/export?format=csv&tenant=many", undefined, { key: other }),
      403,
      "forbidden",
    );
    expect((await fetchExport("format=ndjson", other)).text).toBe("");
  });
});

/** With a store that reads until `reads` are used up, and a visit whose steps are counted. */
function anExport(reads: number) {
  let left = 0;
  let used = 0;
  const read: Store["read"] = async (statement) => {
    if (++used > reads) throw new StoreError("unavailable", "gone");
    return node.store.read(statement);
  };
  const store: Store = Object.assign(Object.create(node.store), { read });
  const deps = {
    query: createQuery(store),
    log: createLogger({ level: "error", format: "json", write: () => undefined }),
    clock: node.clock,
  };
  const visit = { mayStay: async () => true, left: () => void left++ };
  const open = (format: "ndjson" | "csv", may = visit.mayStay) =>
    exportDeliveries(
      deps,
      systemPrincipal(["deliveries:read"]),
      { format, tenant: "many" },
      { ...visit, mayStay: may },
    );
  return { open, left: () => left, used: () => used };
}

describe("an export that cannot go on", () => {
  test("ends with an error line, not as if it were whole", async () => {
    const ndjson = (await (await anExport(2).open("ndjson")).text()).trimEnd().split("\n");
    expect(ndjson).toHaveLength(251);
    expect(JSON.parse(ndjson.at(-1) ?? "")).toMatchObject({ error: { code: "database_unavailable" } });
    const csv = (await (await anExport(2).open("csv")).text()).trimEnd().split("\r\n");
    expect(csv).toHaveLength(252);
    expect(csv.at(-1)).toStartWith('error,"{""type"":""urn:posthorn:problem:database_unavailable""');
  });

  test("ends so too when its key has ended meanwhile", async () => {
    let asked = 0;
    const text = await (await anExport(9).open("ndjson", async () => ++asked < 2)).text();
    expect(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      error: { code: "unauthorized" },
    });
  });

  test("reads nothing that its client does not take, and stops when the client leaves", async () => {
    const trial = anExport(9);
    const reader = (await trial.open("ndjson")).body?.getReader();
    await reader?.read();
    expect(trial.used()).toBe(2);
    await reader?.cancel();
    expect({ used: trial.used(), left: trial.left() }).toEqual({ used: 2, left: 1 });
  });

  test("gives its place back at its end", async () => {
    for (let turn = 0; turn < 4; turn++) await fetchExport("format=ndjson&tenant=many");
    const trial = anExport(9);
    await (await trial.open("csv")).text();
    expect(trial.left()).toBe(1);
  });
});
