import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder, KEY, runExecutable, startExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { type ReceivedRequest, startReceiver } from "../support/receiver.ts";

/** A running instance with a webhook, and how to run commands that find it by their settings. */
async function running() {
  const folder = emptyFolder();
  const receiver = await startReceiver();
  const instance = await startExecutable({ dir: folder.path });
  const webhook = await registerWebhook(instance, receiver.url);
  const env = { POSTHORN_LISTEN: new URL(instance.url).host, POSTHORN_API_KEY: KEY };
  return {
    ...{ folder, receiver, instance, webhook },
    run: (args: string[], stdin = "") => runExecutable({ dir: folder.path, env, args, stdin }),
    async [Symbol.asyncDispose]() {
      await instance[Symbol.asyncDispose]();
      await receiver.stop();
      folder[Symbol.dispose]();
    },
  };
}

const EXACT = '{"big":12345678901234567890,"price":1.50,"name":"Zoë"}';

test("send publishes what it is given as argument or on standard input, numbers as they were written", async () => {
  await using all = await running();
  const first = await all.run([
    "send",
    "order.created",
    EXACT,
    "--id",
    "from-argument",
    "--channel",
    "store-7",
  ]);
  expect(first).toMatchObject({ err: "", code: 0 });
  expect(JSON.parse(first.out)).toMatchObject({ id: "from-argument", channel: "store-7", deliveries: 1 });
  const second = await all.run(["send", "order.created", "-", "--id", "from-stdin"], EXACT);
  expect(JSON.parse(second.out)).toMatchObject({ id: "from-stdin", deliveries: 1 });
  const requests = await all.receiver.waitFor(2);
  expect(requests.map(({ text }) => JSON.parse(text).id).sort()).toEqual(["from-argument", "from-stdin"]);
  for (const { text } of requests) expect(text).toContain(`"data":${EXACT}`);
});

test("send shows a refusal in plain words", async () => {
  await using all = await running();
  const refused = await all.run(["send", "not a type", "{}"]);
  expect(refused).toMatchObject({ out: "", code: 1, err: expect.stringContaining("/type: ") });
  const malformed = await all.run(["send", "order.created", "{"]);
  expect(malformed).toMatchObject({
    out: "",
    code: 2,
    err: expect.stringMatching(/^The event's data is not JSON/),
  });
});

const partsOf = ({ headers }: ReceivedRequest) =>
  ["webhook-id", "webhook-timestamp", "webhook-signature"].flatMap((name) => [
    "--header",
    `${name}: ${headers[name]}`,
  ]);

test("verify knows a delivered request from a forged one", async () => {
  await using all = await running();
  await publish(all.instance, { data: { name: "Zoë", price: 1.5 } });
  const [request] = await all.receiver.waitFor(1);
  if (!request) throw new Error("nothing was delivered");
  const secret = join(all.folder.path, "secret");
  writeFileSync(secret, `${all.webhook.secret}\n`);
  const args = ["verify", "--secret-file", secret, ...partsOf(request)];
  expect(await all.run(args, request.text)).toEqual({ out: "The signature is genuine.\n", err: "", code: 0 });
  expect(await all.run(args, request.text.replace("Zoë", "Eve"))).toMatchObject({ out: "", code: 1 });
});

/** How many events a copy has, which has to be a sound database that only its owner may read. */
function eventsIn(copy: string): number {
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  using database = new Database(copy, { readonly: true });
  expect(database.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  return (
    database.query("SELECT count(*) AS events FROM events WHERE tenant <> '_operator'").get() as {
      events: number;
    }
  ).events;
}

test("backup copies the database of a running instance", async () => {
  await using all = await running();
  await publish(all.instance);
  const copy = join(all.folder.path, "copy.db");
  expect(await all.run(["backup", copy])).toEqual({ out: `${copy}\n`, err: "", code: 0 });
  expect(eventsIn(copy)).toBe(1);
  expect(await all.run(["backup", copy])).toMatchObject({ out: "", code: 2 });
});

test.each([["SIGTERM"], ["SIGKILL"]] as const)(
  "backup copies the file of an instance that %s ended",
  async (signal) => {
    await using all = await running();
    await publish(all.instance);
    await all.instance.end(signal);
    expect(await all.run(["backup", "copy.db"])).toEqual({ out: "copy.db\n", err: "", code: 0 });
    expect(eventsIn(join(all.folder.path, "copy.db"))).toBe(1);
    await using again = await startExecutable({ dir: all.folder.path });
    expect((await again.call("GET", "/events")).body).toMatchObject({ data: [{ type: "order.created" }] });
  },
);

test("restore brings back what a backup has, and what waited then is sent", async () => {
  await using all = await running();
  const { run, instance, webhook, folder } = all;
  await instance.call("PATCH", `/webhooks/${webhook.id}`, { status: "paused" });
  await publish(instance, { id: "waiting" });
  await run(["backup", "copy.db"]);
  await instance.call("PATCH", `/webhooks/${webhook.id}`, { url: "https://example.com/elsewhere" });
  await publish(instance, { id: "later" });
  expect(await run(["restore", "copy.db"])).toMatchObject({ out: "", code: 1 });
  await instance.end("SIGKILL");
  expect(await run(["restore", "copy.db"])).toMatchObject({
    out: expect.stringContaining("1 delivery was pending in it"),
    err: "",
    code: 0,
  });
  await using again = await startExecutable({ dir: folder.path });
  const { body } = await again.call("GET", "/events");
  expect(body).toMatchObject({ data: [{ id: "waiting" }] });
  await again.call("PATCH", `/webhooks/${webhook.id}`, { status: "active" });
  const [request] = await all.receiver.waitFor(1);
  expect(JSON.parse(request?.text ?? "")).toMatchObject({ id: "waiting" });
});

test("backup of another program's database is refused", async () => {
  using folder = emptyFolder();
  const path = join(folder.path, "other.db");
  new Database(path, { create: true }).run("CREATE TABLE t (a)");
  const env = { POSTHORN_LISTEN: "127.0.0.1:1", POSTHORN_DATABASE_URL: `file:${path}` };
  const { err, code } = await runExecutable({ dir: folder.path, env, args: ["backup", "copy.db"] });
  expect(err).toContain(`${path} is not a database of Posthorn`);
  expect(code).toBe(1);
});
