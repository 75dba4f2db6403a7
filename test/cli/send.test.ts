import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEY, posthorn, silentAddress, standIn, temporaryFolder } from "./posthorn.ts";

const ANSWER = '{"id":"evt_1","deliveries":2}';
const accepted = () => new Response(ANSWER, { status: 202 });

test("send publishes an event and prints the answer", async () => {
  await using instance = standIn(accepted);
  const args = ["send", "order.created", '{"order":1}', "--url", `${instance.url}/`, "--key", KEY];
  const details = ["--id", "e1", "--tenant", "acme", "--channel", "store-7", "--actor", "user-9"];
  expect(await posthorn([...args, ...details])).toEqual({ out: `${ANSWER}\n`, err: "", code: 0 });
  const [request] = instance.asked;
  expect(request).toMatchObject({ method: "POST", path: "/api/v1/events", authorization: `Bearer ${KEY}` });
  expect(JSON.parse(request?.body ?? "")).toEqual({
    type: "order.created",
    id: "e1",
    tenant: "acme",
    channel: "store-7",
    actor: "user-9",
    data: { order: 1 },
  });
});

test("send reads the data from standard input and leaves its numbers as written", async () => {
  await using instance = standIn(accepted);
  const env = { POSTHORN_BASE_URL: `${instance.url}/hooks`, POSTHORN_API_KEY: KEY };
  const { code } = await posthorn(["send", "a.b", "-"], env, '{"n":12345678901234567890,"m":1.50}\n');
  expect(code).toBe(0);
  expect(instance.asked[0]?.path).toBe("/hooks/api/v1/events");
  expect(instance.asked[0]?.body).toContain('"data":{"n":12345678901234567890,"m":1.50}');
});

test("send finds the instance by its listening address and its key in the data folder", async () => {
  await using instance = standIn(accepted);
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "api-key"), `${KEY}\n`);
  const env = { POSTHORN_LISTEN: instance.listen, POSTHORN_DATA_DIR: folder.path };
  expect((await posthorn(["send", "a.b"], env)).code).toBe(0);
  expect(instance.asked).toMatchObject([
    { authorization: `Bearer ${KEY}`, body: '{"type":"a.b","data":{}}' },
  ]);
});

test("send puts a refusal in plain words", async () => {
  const problem = {
    title: "Not valid",
    detail: "The event is not valid.",
    errors: [{ pointer: "/type", detail: "must be a dotted name" }],
  };
  await using instance = standIn(() => Response.json(problem, { status: 422 }));
  expect(await posthorn(["send", "a..b", "--url", instance.url, "--key", KEY])).toEqual({
    out: "",
    err: "Not valid: The event is not valid. (422)\n  /type: must be a dotted name\n",
    code: 1,
  });
});

test.each([502, 302])("send doubts the URL when something else answers %d", async (status) => {
  await using instance = standIn(() => new Response("<html>", { status, headers: { location: "/" } }));
  expect(await posthorn(["send", "a.b", "--url", instance.url, "--key", KEY])).toEqual({
    out: "",
    err: `The answer was ${status}, and not from Posthorn: is the URL right?\n`,
    code: 1,
  });
});

test("send says so when nobody answers", async () => {
  const url = `http://${await silentAddress()}`;
  const { err, code } = await posthorn(["send", "a.b", "--url", url, "--key", KEY]);
  expect(err).toStartWith(`Posthorn does not answer at ${url}: `);
  expect(code).toBe(1);
});

test("send refuses what is not JSON before it asks anyone", async () => {
  await using instance = standIn(accepted);
  const { err, code } = await posthorn(["send", "a.b", "{order: 1}", "--url", instance.url, "--key", KEY]);
  expect(err).toStartWith("The event's data is not JSON: ");
  expect(code).toBe(2);
  expect(instance.asked).toEqual([]);
});

test("send without a key names the three ways to give one", async () => {
  using folder = temporaryFolder();
  const { err, code } = await posthorn(["send", "a.b"], { POSTHORN_DATA_DIR: folder.path });
  expect(err).toBe(
    `No API key: give --key, set POSTHORN_API_KEY, or make ${join(folder.path, "api-key")} readable.\n`,
  );
  expect(code).toBe(2);
});
