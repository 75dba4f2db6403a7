import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { mailedKinds, pruneHappenings } from "../../src/outbox/happening.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { waitFor } from "../support/wait-for.ts";
import { OPERATOR, startNotifier } from "./helpers.ts";

const MINUTE = 60_000;

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.stop());
afterEach(() => {
  server.received.length = 0;
  Object.assign(server.refuse, { connection: null, address: () => null, message: null });
});

/** Takes connections and says nothing. */
async function startSilentServer() {
  const open = new Set<Socket>();
  const server = createServer((socket) => void open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    connections: () => open.size,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const to = () => server.received.flatMap((mail) => mail.to);
const subjects = () => server.received.map(({ mail }) => mail.subject);

describe("mail about what happens", () => {
  test.each(mailedKinds)("%s is one mail", async (kind) => {
    await using it = await startNotifier(server.url, { baseUrl: "https://posthorn.example.test/base" });
    const id = await it.happen(kind, {
      tenant: "acme",
      webhook: { id: "wh_1", url: "https://acme.test/hook", description: "the shop" },
    });
    await it.look();
    expect(server.received).toHaveLength(1);
    const [{ from, to, mail, raw }] = server.received as [(typeof server.received)[0]];
    expect([from, to]).toEqual(["posthorn@example.test", [OPERATOR]]);
    expect(mail.subject).toMatch(/^(Not delivered|Webhook [a-z ]+): https:\/\/acme\.test\/hook \(acme\)$/);
    expect(mail.text).toContain("Webhook: https://acme.test/hook\nDescription: the shop\nTenant: acme\n");
    expect(mail.text).toContain("When: 2024-01-15 10:30 UTC");
    const page = kind === "delivery.exhausted" ? "#/deliveries/dlv_1" : "#/webhooks/wh_1";
    expect(mail.text).toContain(`Details: https://posthorn.example.test/base/${page}`);
    expect(mail.html).toContain("https://acme.test/hook");
    expect(mail.messageId).toBe(`<${id}@example.test>`);
    expect(raw).toContain("Auto-Submitted: auto-generated");
    expect(await it.mailed()).toEqual([it.clock.now()]);
    await it.look();
    expect(server.received).toHaveLength(1);
  });

  test.each(["webhook.created", "webhook.updated", "webhook.deleted"] as const)(
    "%s is none",
    async (kind) => {
      await using it = await startNotifier(server.url);
      await it.happen(kind);
      await it.look();
      expect(server.received).toEqual([]);
      expect(await it.mailed()).toEqual([0]);
    },
  );

  test("goes to operators about every tenant, and to a tenant about its own", async () => {
    await using it = await startNotifier(server.url, { operators: [OPERATOR, "second@example.test"] });
    await it.notify("acme", ["dev@acme.test", "OPS@example.test"]);
    await it.notify("other", ["dev@other.test"]);
    await it.happen("webhook.disabled", { tenant: "acme" });
    await it.look();
    expect(to()).toEqual([OPERATOR, "second@example.test", "dev@acme.test"]);
    expect(await it.mailed()).toEqual([it.clock.now()]);
  });

  test("links to the page only for who can sign in there", async () => {
    await using it = await startNotifier(server.url, { baseUrl: "https://posthorn.example.test" });
    await it.notify("acme", ["dev@acme.test"]);
    await it.happen("webhook.disabled", { tenant: "acme" });
    await it.look();
    const linked = server.received.map(({ mail }) => mail.text?.includes("https://posthorn.example.test"));
    expect([to(), linked]).toEqual([
      [OPERATOR, "dev@acme.test"],
      [true, false],
    ]);
  });

  test("is not sent later when there was nobody to get it, or no mail server", async () => {
    await using nobody = await startNotifier(server.url, { operators: [] });
    await nobody.happen();
    await nobody.look();
    nobody.who.operators = [OPERATOR];
    await nobody.look();
    await using without = await startNotifier(null);
    await without.happen();
    await without.look();
    expect([await nobody.mailed(), await without.mailed(), to()]).toEqual([[0], [0], []]);
  });

  test("comes with user and password, which are percent-encoded in the URL", async () => {
    await using guarded = await startMailServer({ login: { user: "us@er", password: "p@ss:w/rd" } });
    const url = `smtp://us%40er:p%40ss%3Aw%2Frd@127.0.0.1:${guarded.port}`;
    await using it = await startNotifier(url);
    await it.happen();
    await it.look();
    expect(guarded.received.map(({ user }) => user)).toEqual(["us@er"]);
  });

  test("is tried on request, with the reason when it does not work", async () => {
    await using it = await startNotifier(server.url);
    expect(await it.sendTestMail("me@example.test")).toEqual({ kind: "accepted" });
    expect([to(), subjects()]).toEqual([["me@example.test"], ["Test mail from Posthorn"]]);
    server.refuse.address = () => ({ code: 550, text: "5.1.1 no such user" });
    expect(await it.sendTestMail("nobody@example.test")).toEqual({
      kind: "rejected",
      error: 'The mail server answered "550 5.1.1 no such user".',
    });
    await using without = await startNotifier(null);
    expect(await without.sendTestMail("me@example.test")).toEqual({
      kind: "unavailable",
      error: "There is no mail server: POSTHORN_SMTP_URL is not set.",
    });
  });
});

describe("when much happens", () => {
  test("five at once are five mails, six are one that lists them by webhook", async () => {
    await using it = await startNotifier(server.url);
    for (let i = 0; i < 5; i++) await it.happen();
    await it.look();
    expect(server.received).toHaveLength(5);
    it.clock.advance(10 * MINUTE);
    for (let i = 0; i < 4; i++) await it.happen("delivery.exhausted");
    await it.happen("webhook.disabled", { webhook: { id: "wh_2", url: "https://second.test/" } });
    await it.happen("delivery.exhausted");
    await it.look();
    expect(subjects().slice(5)).toEqual(["6 notifications about 2 webhooks"]);
    const text = server.received[5]?.mail.text ?? "";
    const order = [...text.matchAll(/^(https:\S+) \(default\)$|^- /gm)].map(([, url]) => url ?? "-");
    const five = ["-", "-", "-", "-", "-"];
    expect(order).toEqual(["https://acme.test/hook", ...five, "https://second.test/", "-"]);
    expect((await it.mailed()).filter((at) => at === null)).toEqual([]);
  });

  test("a digest lists fifty and counts the rest", async () => {
    await using it = await startNotifier(server.url);
    for (let i = 0; i < 60; i++) await it.happen("delivery.exhausted");
    await it.look();
    expect(subjects()).toEqual(["60 notifications about at least 1 webhook"]);
    const text = server.received[0]?.mail.text ?? "";
    expect(text.match(/^- /gm)).toHaveLength(50);
    expect(text).toContain("And 10 more.");
    expect((await it.mailed()).filter((at) => at === null)).toEqual([]);
  });

  test("a webhook that loses one delivery after another makes few mails", async () => {
    await using it = await startNotifier(server.url);
    for (let minute = 0; minute < 120; minute++) {
      for (let i = 0; i < 3; i++) await it.happen("delivery.exhausted");
      await it.look();
      it.clock.advance(MINUTE);
      await it.look();
    }
    it.clock.advance(60 * MINUTE);
    await it.look();
    expect(server.received.length).toBeLessThan(20);
    const told = subjects().map((subject) => Number(/^(\d+) notif/.exec(subject ?? "")?.[1] ?? 1));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(360);
    expect((await it.mailed()).filter((at) => at === null)).toEqual([]);
  });

  test("what gathers goes out by itself a minute later", async () => {
    await using it = await startNotifier(server.url);
    await it.happen();
    await it.look();
    await it.happen("webhook.disabled");
    await it.look();
    expect(server.received).toHaveLength(1);
    it.clock.advance(MINUTE - 1);
    expect(server.received).toHaveLength(1);
    it.clock.advance(1);
    await server.waitFor(2);
    expect(subjects()[1]).toStartWith("Webhook disabled");
  });
});

describe("with a mail server that is", () => {
  test("down, nothing is lost: it is tried again after a minute, then two, and delivered when it is back", async () => {
    const { port, stop } = await startMailServer();
    await stop();
    await using it = await startNotifier(`smtp://127.0.0.1:${port}`, {
      operators: [OPERATOR, "b@example.test"],
    });
    await it.happen();
    await it.look();
    const tries = () => it.lines.filter((line) => line.includes("mail could not be sent")).length;
    expect([tries(), await it.mailed()]).toEqual([1, [null]]);
    it.clock.advance(MINUTE);
    await waitFor(() => tries() === 2, "a second try");
    await it.look();
    it.clock.advance(MINUTE);
    await it.look();
    expect(tries()).toBe(2);
    await using back = await startMailServer({ port });
    it.clock.advance(MINUTE);
    await back.waitFor(2);
    await it.look();
    expect(back.received.flatMap(({ to }) => to).sort()).toEqual(["b@example.test", OPERATOR]);
    expect(await it.mailed()).toEqual([it.clock.now()]);
  });

  test("down for long is tried once an hour at least", async () => {
    const { port, stop } = await startMailServer();
    await stop();
    await using it = await startNotifier(`smtp://127.0.0.1:${port}`);
    await it.happen();
    for (let i = 0; i < 12; i++) {
      await it.look();
      it.clock.advance(60 * MINUTE);
    }
    await it.look();
    expect(it.lines.filter((line) => line.includes("mail could not be sent"))).toHaveLength(13);
  });

  test("silent, it is given up in time and tried again", async () => {
    await using silent = await startSilentServer();
    await using it = await startNotifier(silent.url, { timeoutMs: 50 });
    await it.happen();
    await it.look();
    expect(await it.mailed()).toEqual([null]);
    expect(it.lines.join("")).toContain("The mail server could not be used: Greeting never received.");
  });

  test("silent, it keeps nobody from stopping, nor events from being published", async () => {
    await using silent = await startSilentServer();
    await using it = await startNotifier(silent.url);
    await it.happen();
    void it.look();
    await waitFor(() => silent.connections() === 1, "a connection");
    await waitFor(
      async () => (await it.outbox.all("SELECT 1 FROM events WHERE type = 'webhook.failing'")).length === 1,
      "the event",
    );
    let stopped = false;
    const stopping = it
      .notifier()
      .stop()
      .then(() => {
        stopped = true;
      });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    it.notifier().interrupt();
    await stopping;
    expect(await it.mailed()).toEqual([null]);
  });

  test.each([
    ["busy", { code: 421, text: "4.3.2 try again later" }],
    ["refusing all", { code: 554, text: "5.3.2 no service" }],
  ])("%s, nothing is lost", async (_, refusal) => {
    await using it = await startNotifier(server.url);
    server.refuse.connection = refusal;
    await it.happen();
    await it.look();
    expect([await it.mailed(), to()]).toEqual([[null], []]);
    expect(it.lines.join("")).toContain(refusal.text);
    server.refuse.connection = null;
    it.clock.advance(MINUTE);
    await server.waitFor(1);
  });

  test.each([451, 554])("refusing a message with %d, nothing is lost", async (code) => {
    await using it = await startNotifier(server.url);
    server.refuse.message = { code, text: "not this one" };
    await it.happen();
    await it.look();
    expect(await it.mailed()).toEqual([null]);
    server.refuse.message = null;
    it.clock.advance(MINUTE);
    await server.waitFor(1);
  });

  test("wrong about the password says so without it", async () => {
    await using guarded = await startMailServer({ login: { user: "me", password: "right" } });
    await using it = await startNotifier(`smtp://me:wr0ng-secret@127.0.0.1:${guarded.port}`);
    await it.happen();
    await it.look();
    expect(await it.mailed()).toEqual([null]);
    const log = it.lines.join("");
    expect(log).toContain("535 5.7.8 wrong user or password");
    expect(log).not.toContain("wr0ng-secret");
    expect(log).not.toContain(Buffer.from("\0me\0wr0ng-secret").toString("base64"));
  });
});

describe("one recipient's trouble keeps nobody else from their mail", () => {
  const gone = (address: string) => (address === OPERATOR ? { code: 550, text: "5.1.1 no such user" } : null);

  test("an address that is refused for good is passed over", async () => {
    await using it = await startNotifier(server.url, { operators: [OPERATOR, "b@example.test"] });
    server.refuse.address = gone;
    await it.happen();
    await it.look();
    expect([to(), await it.mailed()]).toEqual([["b@example.test"], [it.clock.now()]]);
    expect(it.lines.join("")).toContain("mail refused for good");
  });

  test("an address that is refused for now gets it later, and the others only once, also over a restart", async () => {
    await using it = await startNotifier(server.url, { operators: [OPERATOR, "b@example.test"] });
    server.refuse.address = (address) =>
      address === OPERATOR ? { code: 450, text: "4.2.0 greylisted" } : null;
    const first = await it.happen();
    await it.look();
    expect([to(), await it.mailed()]).toEqual([["b@example.test"], [null]]);
    await it.restart();
    await it.look();
    expect(to()).toEqual(["b@example.test"]);
    it.clock.advance(MINUTE / 2);
    const second = await it.happen();
    await it.look();
    expect(to()).toEqual(["b@example.test", "b@example.test"]);
    server.refuse.address = () => null;
    it.clock.advance(2 * MINUTE);
    await server.waitFor(4);
    await it.look();
    const got = server.received.map(({ to, mail }) => [to[0], mail.messageId]);
    const ids = [first, second].map((id) => `<${id}@example.test>`);
    for (const id of ids) {
      expect(got).toContainEqual([OPERATOR, id]);
      expect(got.filter(([who, which]) => who === "b@example.test" && which === id)).toHaveLength(1);
    }
    expect(await it.mailed()).toEqual([it.clock.now(), it.clock.now()]);
  });
});

test("comes after all that was told of before has been pruned, though the new one gets its place", async () => {
  await using it = await startNotifier(server.url);
  await it.happen();
  await it.look();
  it.clock.advance(31 * 24 * 60 * MINUTE);
  expect(await pruneHappenings(it.outbox.store, it.clock.now())).toBe(1);
  const second = await it.happen();
  await it.look();
  expect(server.received.map(({ mail }) => mail.messageId)).toContain(`<${second}@example.test>`);
});

test("hostile text makes neither a header nor markup of its own", async () => {
  await using it = await startNotifier(server.url);
  const url = "https://acme.test/\r\nBcc: victim@example.test\r\n\r\n<script>alert(1)</script>\u202e";
  await it.happen("delivery.exhausted", {
    webhook: { id: "wh_1", url, description: '\r\nSubject: "><img src=x>' },
  });
  await it.look();
  expect(to()).toEqual([OPERATOR]);
  const [{ mail, raw }] = server.received as [(typeof server.received)[0]];
  expect([...mail.headers.keys()]).not.toContain("bcc");
  expect(mail.subject).toContain("Bcc: victim@example.test <script>");
  expect(mail.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(mail.html).not.toMatch(/<script|<img/);
  expect(mail.text).not.toMatch(/^(Bcc|Subject):/m);
  expect(raw + mail.subject + mail.text).not.toContain("\u202e");
});
