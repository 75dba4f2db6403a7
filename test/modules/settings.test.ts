import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { loadConfig } from "../../src/config.ts";
import { createQuery } from "../../src/db/query.ts";
import { records } from "../../src/db/store.ts";
import { Settings } from "../../src/modules/settings/settings.ts";
import { settingsTable } from "../../src/modules/settings/table.ts";
import { duties } from "../../src/worker/duties.ts";
import { expectProblem } from "../support/api.ts";
import type { ManualClock } from "../support/clock.ts";
import { publish } from "../support/factories.ts";
import { startNode, type TestNode } from "../support/node.ts";

const DAY_MS = 86_400_000;

type Shown = { name: string; value: unknown; source: string; read_only: boolean };

let node: TestNode;
beforeAll(async () => {
  const smtp = { POSTHORN_SMTP_URL: "smtp://me:hush@mail.example.com", POSTHORN_MAIL_FROM: "a@example.com" };
  node = await startNode({ env: { ...smtp, POSTHORN_METRICS_TOKEN: "hush", POSTHORN_CONCURRENCY: "7" } });
});
afterAll(() => node.stop());

const get = async (name: string) => (await node.call<Shown>("GET", `/settings/${name}`)).body;
const put = (name: string, value: unknown) => node.call<Shown>("PUT", `/settings/${name}`, { value });

describe("the list", () => {
  test("has every variable and every setting of the page once, and no secret", async () => {
    const { body } = await node.call<{ data: Shown[] }>("GET", "/settings");
    const names = body.data.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("POSTHORN_LISTEN");
    expect(names).toContain("product_name");
    expect(names).not.toContain("POSTHORN_RETENTION_DAYS");
    expect(JSON.stringify(body)).not.toContain("hush");
  });

  test.each([
    ["POSTHORN_METRICS_TOKEN", { value: "********", default: null, source: "env", read_only: true }],
    ["POSTHORN_CONCURRENCY", { value: "7", default: "256", source: "env", read_only: true }],
    ["POSTHORN_ROLE", { value: "all", default: "all", source: "default", read_only: true }],
    ["POSTHORN_BASE_URL", { value: null, default: null, source: "default", read_only: true }],
    ["mail_from", { value: "a@example.com", default: null, source: "env", read_only: true }],
    ["product_name", { value: "Posthorn", default: "Posthorn", source: "default", read_only: false }],
    ["retention_days", { value: 30, default: 30, source: "default", read_only: false, unit: "days" }],
  ])("tells of %s where its value comes from", async (name, shown) => {
    const { body } = await node.call<{ data: Shown[] }>("GET", "/settings");
    expect(body.data.find((one) => one.name === name)).toMatchObject(shown as never);
    expect(await get(name)).toMatchObject(shown as never);
  });

  test("has the defaults that the environment has", () => {
    const loaded = loadConfig({});
    if (!loaded.ok) throw new Error("the defaults are wrong");
    expect(settingsTable.retention_days.default as number).toBe(loaded.config.retentionDays);
    expect(settingsTable.mail_from.default).toBe(loaded.config.mailFrom as null);
  });
});

describe("a setting of the page", () => {
  test("counts at once when it is changed, also in another process, until it is taken back", async () => {
    const other = new Settings(createQuery(node.store));
    const changed = await put("strict_event_types", true);
    expect([changed.status, changed.body]).toMatchObject([200, { value: true, source: "page" }]);
    expect(node.deps.settings.get("strict_event_types")).toBe(true);
    await other.load();
    expect(other.get("strict_event_types")).toBe(true);
    expect((await node.call("DELETE", "/settings/strict_event_types")).status).toBe(204);
    expect(node.deps.settings.get("strict_event_types")).toBe(false);
    expect(await get("strict_event_types")).toMatchObject({ value: false, source: "default" });
  });

  test("goes back to its default with null, where nothing is a value", async () => {
    await put("accent_color", "#2f6fed");
    expect((await put("accent_color", null)).body).toMatchObject({ value: null, source: "default" });
  });

  const image = (bytes: number) => `data:image/png;base64,${Buffer.alloc(bytes).toString("base64")}`;
  test.each([
    ["product_name", "Šöp 🐎"],
    ["logo", image(65_536)],
    ["logo", "data:image/svg+xml;base64,PHN2Zy8+"],
    ["accent_color", "#2F6fed"],
    ["introduction", ""],
    ["portal_frame_origins", ["https://shop.example.com", "https://b.test:8443"]],
    ["notify_emails", ["ops@example.com"]],
    ["retention_days", 0],
  ])("%s takes %p", async (name, value) => {
    expect((await put(name, value)).body).toMatchObject({ name, value, source: "page" } as never);
    expect((await node.call("DELETE", `/settings/${name}`)).status).toBe(204);
  });

  test.each([
    ["product_name", "", "must be a name of 1 to 100 characters"],
    ["product_name", null, "must be a name of 1 to 100 characters"],
    ["product_name", "\ud800", "must be a name of 1 to 100 characters"],
    ["strict_event_types", "true", "must be true or false"],
    ["retention_days", 1.5, "must be a whole number from 0 to 36500"],
    ["retention_days", "7", "must be a whole number from 0 to 36500"],
    ["retention_days", 36_501, "must be a whole number from 0 to 36500"],
    ["accent_color", "red", "must be a colour such as #2f6fed or null"],
    ["accent_color", "#fff;}", "must be a colour such as #2f6fed or null"],
    ["logo", "https://example.com/logo.png", "must be a data: URL of a PNG"],
    ["logo", "data:text/html;base64,PGI+", "must be a data: URL of a PNG"],
    ["logo", image(65_600), "of at most 64 KiB"],
    ["portal_frame_origins", "https://a.test", "must be a list of at most 20 different https origins"],
    ["portal_frame_origins", ["https://a.test", "https://a.test"], "different https origins"],
  ])("%s does not take %p: %s", async (name, value, detail) => {
    const before = await get(name);
    const problem = expectProblem(await put(name, value), 422, "invalid");
    expect(problem.errors).toEqual([{ pointer: "/value", detail: expect.stringContaining(detail) }]);
    expect(await get(name)).toEqual(before);
  });

  test.each([
    "http://a.test",
    "https://a.test/",
    "https://*.a.test",
    "https://a.test; script-src *",
    "https://a.test 'self'",
    "*",
  ])("no frame of %p", async (origin) => {
    const problem = expectProblem(await put("portal_frame_origins", [origin]), 422, "invalid");
    expect(problem.errors?.[0]).toEqual({
      pointer: "/value/0",
      detail: "must be an https origin such as https://shop.example.com",
    });
  });

  test("needs a value, and nothing else", async () => {
    const answers = [
      await node.call("PUT", "/settings/product_name", {}),
      await node.call("PUT", "/settings/product_name", { value: "A", by: "me" }),
    ];
    expect(answers.map((one) => expectProblem(one, 422, "invalid").errors)).toEqual([
      [{ pointer: "/value", detail: "is required" }],
      [{ pointer: "/by", detail: "is not a field here" }],
    ]);
  });
});

describe("what the environment makes", () => {
  test.each(["mail_from", "POSTHORN_LISTEN"])("%s cannot be changed on the page", async (name) => {
    const before = await get(name);
    for (const answer of [await put(name, "b@example.com"), await node.call("DELETE", `/settings/${name}`)])
      expect(expectProblem(answer, 409, "setting_locked").detail).toMatch(/change POSTHORN_\w+ and restart/);
    expect(await get(name)).toEqual(before);
  });

  test("beats what the page had set before", async () => {
    const [mailFrom] = node.deps.settings.environment.filter(({ name }) => name === "POSTHORN_MAIL_FROM");
    if (!mailFrom) throw new Error("there is no such variable");
    const insert = `INSERT INTO settings (name, value, updated_at, updated_by) VALUES ('mail_from', '"page@example.com"', 1, 'key')`;
    await node.store.write([{ sql: insert }]);
    const [withIt, without] = [[mailFrom], []].map((given) => new Settings(createQuery(node.store), given));
    await Promise.all([withIt?.load(), without?.load()]);
    expect([withIt?.get("mail_from"), without?.get("mail_from")]).toEqual([
      "a@example.com",
      "page@example.com",
    ]);
  });
});

test("a name that there is not is answered with the nearest", async () => {
  for (const answer of [
    await node.call("GET", "/settings/product_nam"),
    await put("product_nam", "x"),
    await node.call("DELETE", "/settings/constructor"),
  ])
    expect(expectProblem(answer, 404, "not_found").detail).toMatch(/did you mean \w+\?$/);
  expect((await node.call<{ detail: string }>("GET", "/settings/product_nam")).body.detail).toBe(
    "There is no setting with this name; did you mean product_name?",
  );
});

test("the retention that is set on the page counts from the next prune on", async () => {
  const clock = node.clock as ManualClock;
  await publish(node, { id: "old" });
  clock.advance(5 * DAY_MS);
  const prune = duties({
    ...(node.deps as unknown as Parameters<typeof duties>[0]),
    ...{ shared: false, delivers: true },
    keep: () => ({ events: node.deps.settings.get("retention_days"), audit: 0 }),
  }).find(({ name }) => name === "prune");
  const pruned = async () => {
    await prune?.run(clock.now());
    const { rows } = await node.store.read({ sql: "SELECT id FROM events WHERE id = 'old'" });
    return rows.length === 0;
  };
  expect(await pruned()).toBe(false);
  await put("retention_days", 4);
  expect(await pruned()).toBe(true);
});

test("each change is in the audit log, with what was there before; nothing that changed nothing", async () => {
  const own = async () =>
    records<{ before: string; after: string }>(
      await node.store.read({
        sql: "SELECT before, after FROM audit_log WHERE target = 'introduction' ORDER BY seq",
      }),
    );
  const start = (await own()).length;
  await put("introduction", "Hello");
  await put("introduction", "x".repeat(5000));
  await node.call("DELETE", "/settings/introduction");
  await node.call("DELETE", "/settings/introduction");
  const long = `${"x".repeat(100)}… (5000 characters)`;
  expect(
    (await own()).slice(start).map(({ before, after }) => [JSON.parse(before), JSON.parse(after)]),
  ).toEqual([
    [{ value: "" }, { value: "Hello" }],
    [{ value: "Hello" }, { value: long }],
    [{ value: long }, { value: "" }],
  ]);
});

describe("a test mail", () => {
  test("goes through the mail server that is set, from whom the page says, and tells how it was taken", async () => {
    const letters: { from: string; to: string; subject: string }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onRcptTo: ({ address }, _, done) =>
        done(
          address === "gone@example.com"
            ? Object.assign(new Error("no such person"), { responseCode: 550 })
            : null,
        ),
      async onData(stream, { envelope }, done) {
        const { subject = "" } = await simpleParser(stream);
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        letters.push({ from, to: envelope.rcptTo.map(({ address }) => address).join(), subject });
        done();
      },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.server.address() as AddressInfo;
    await using mailing = await startNode({ env: { POSTHORN_SMTP_URL: `smtp://127.0.0.1:${port}` } });
    const send = (to: string) => mailing.call("POST", "/settings/mail/test", { to });
    const halfOpen = { value: "Shop <hooks@shop.example" };
    expectProblem(await mailing.call("PUT", "/settings/mail_from", halfOpen), 422, "invalid");
    await mailing.call("PUT", "/settings/mail_from", { value: "Shop <hooks@shop.example>" });
    expect((await send("ops@example.com")).body).toEqual({ outcome: "accepted", error: null });
    expect(letters).toEqual([
      { from: "hooks@shop.example", to: "ops@example.com", subject: "Test mail from Posthorn" },
    ]);
    const refused = await send("gone@example.com");
    expect([refused.status, refused.body]).toEqual([
      200,
      { outcome: "rejected", error: expect.stringContaining("no such person") },
    ]);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test("says so when there is no mail server, and takes an address only", async () => {
    await using plain = await startNode();
    const answer = await plain.call("POST", "/settings/mail/test", { to: "ops@example.com" });
    expect(answer.body).toEqual({
      outcome: "unavailable",
      error: expect.stringContaining("POSTHORN_SMTP_URL"),
    });
    const problem = expectProblem(
      await plain.call("POST", "/settings/mail/test", { to: "ops" }),
      422,
      "invalid",
    );
    expect(problem.errors).toEqual([{ pointer: "/to", detail: "must be an e-mail address" }]);
  });
});
