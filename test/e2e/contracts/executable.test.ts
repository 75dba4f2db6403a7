import { afterAll, beforeAll, expect, test } from "bun:test";
import { expectProblem } from "../../support/api.ts";
import { type Executable, emptyFolder, startExecutable } from "../../support/executable.ts";
import { publish, registerWebhook } from "../../support/factories.ts";
import { type MailServer, startMailServer } from "../../support/mail-server.ts";
import { type Receiver, startReceiver } from "../../support/receiver.ts";
import { waitFor } from "../../support/wait-for.ts";

// What the built executable brings with it, in an empty folder: threads, lazily loaded libraries, texts and sample catalogues.

let folder: ReturnType<typeof emptyFolder>;
let instance: Executable;
let receiver: Receiver;
let mail: MailServer;

beforeAll(async () => {
  folder = emptyFolder();
  receiver = await startReceiver();
  mail = await startMailServer();
  instance = await startExecutable({
    dir: folder.path,
    env: { POSTHORN_SMTP_URL: mail.url, POSTHORN_MAIL_FROM: "posthorn@example.com" },
  });
});
afterAll(async () => {
  await instance.end("SIGTERM");
  await mail.stop();
  await receiver.stop();
  folder[Symbol.dispose]();
});

test.each(["organiko", "orisha", "aiq", "ordereazi", "orki"])(
  "it has the sample catalogue of %s",
  async (sample) => {
    const { status, body } = await instance.call<{ created: string[] }>("POST", "/event-types/import", {
      sample,
    });
    expect(status).toBe(200);
    expect(body.created.length).toBeGreaterThan(0);
  },
);

test("it holds an event's data against the schema of its type, also with a pattern that would hang others", async () => {
  const schema = {
    type: "object",
    properties: { code: { type: "string", pattern: "^(a+)+$" } },
    required: ["code"],
  };
  await instance.call("PUT", "/event-types/judged.type", { description: "", schema });
  const post = (data: object) => instance.call("POST", "/events", { type: "judged.type", data });
  const refused = expectProblem(await post({ code: `${"a".repeat(5000)}!` }), 422, "invalid");
  expect(refused.errors?.[0]?.pointer).toBe("/data/code");
  expect((await post({ code: "aaa" })).status).toBe(202);
});

test("it reads a catalogue in YAML", async () => {
  const yaml = `openapi: 3.1.0
info: {title: Shop, version: "1"}
webhooks:
  basket.left:
    post:
      description: A basket was left
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: ok}}
`;
  const headers = { "content-type": "application/yaml" };
  const { status, body } = await instance.call("POST", "/event-types/import", yaml, { headers });
  expect({ status, body }).toMatchObject({ status: 200, body: { created: ["basket.left"] } });
});

test("it asks a webhook's filter, and ends one that loops", async () => {
  const big = await registerWebhook(instance, receiver.url, {
    tenant: "filtered",
    filter: "data.total > 100",
  });
  for (const [id, total] of [
    ["little", 5],
    ["much", 500],
  ] as const)
    await publish(instance, { id, tenant: "filtered", type: "sum.seen", data: { total } });
  await receiver.waitFor(1);
  expect(JSON.parse(receiver.requests[0]?.text ?? "").id).toBe("much");
  const { body } = await instance.call<{ webhooks: object[] }>("GET", "/events/little?tenant=filtered");
  expect(body.webhooks).toMatchObject([{ webhook: { id: big.id }, reason: "its filter answered false" }]);
  const looping = { filter: "($f := function($n) { $f($n) }; $f(1))", event: { type: "a", data: {} } };
  const tried = await instance.call<{ error: string }>("POST", "/webhooks/filter/try", looping);
  expect(tried.body.error).toContain("longer than");
  const after = { filter: "true", event: { type: "a", data: {} } };
  expect((await instance.call("POST", "/webhooks/filter/try", after)).body).toMatchObject({ matches: true });
});

test("it mails a tenant about a delivery that is exhausted", async () => {
  await using failing = await startReceiver(() => 500);
  await instance.call("POST", "/profiles/standard/copy", { name: "once" });
  const { body } = await instance.call<Record<string, unknown>>("GET", "/profiles/once");
  const { builtin: _, used_by: __, created: ___, updated: ____, ...once } = body;
  const retry = { delays_seconds: [], jitter: 0, honour_retry_after: false };
  expect((await instance.call("PUT", "/profiles/once", { ...once, retry })).status).toBe(200);
  const notify = { emails: ["ops@customer.example"] };
  await instance.call("PUT", "/tenants/mailed", { name: "Mailed", profile: "once", notify });
  await registerWebhook(instance, failing.url, { tenant: "mailed" });
  await publish(instance, { tenant: "mailed", type: "sum.seen" });
  const [letter] = await waitFor(() => (mail.received.length > 0 ? mail.received : null), "the mail");
  expect(letter?.to).toEqual(["ops@customer.example"]);
  expect(letter?.mail.text).toContain("500");
});

test("it has the consumer documentation as a page with its styles, without a word from elsewhere", async () => {
  await instance.call("PUT", "/settings/public_documentation", { value: true });
  const page = await fetch(`${instance.url}/docs/consumer?profile=orki`);
  const html = await page.text();
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(html).toContain("X-Hub-Signature-256");
  expect(html).toContain("chat.status_changed");
  expect(html.match(/(src|href)="(https?:)?\/\//g)).toBeNull();
  const styles = await fetch(`${instance.url}/docs/consumer.css`);
  expect(styles.headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect((await styles.text()).length).toBeGreaterThan(1000);
});

test("it tells of what happens as events of the tenant _operator", async () => {
  await using operator = await startReceiver();
  await registerWebhook(instance, operator.url, { tenant: "_operator", event_types: ["webhook.created"] });
  const { id } = await registerWebhook(instance, receiver.url, { tenant: "told" });
  const requests = await operator.waitFor(1);
  const told = requests.map(({ text }) => JSON.parse(text)).find(({ data }) => data.webhook.id === id);
  expect(told).toMatchObject({ type: "webhook.created", channel: "told", data: { tenant: "told" } });
});
