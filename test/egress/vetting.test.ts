import { describe, expect, test } from "bun:test";
import { startReceiver } from "../support/receiver.ts";
import { expectKind, LOOPBACK, names, openSender, policyOf } from "./helpers.ts";

describe("a name", () => {
  // Bun replaces "undici" by a shim without connectors: then the resolver would never be asked.
  test("is resolved by the given resolver, and only when a connection is opened", async () => {
    await using receiver = await startReceiver();
    const { asked, resolve } = names({ "hooks.test": ["127.0.0.1"] });
    await using sender = openSender({ resolve, connectionsPerOrigin: 1 });
    for (const _ of "abc") {
      const result = await sender.send({ url: `http://hooks.test:${receiver.port}/` });
      expectKind(result, "response");
      expect(result.remoteAddress).toBe("127.0.0.1");
    }
    expect(asked).toEqual(["hooks.test"]);
    expect(receiver.requests[0]?.headers.host).toBe(`hooks.test:${receiver.port}`);
  });

  test("with a root dot is the name without", async () => {
    await using receiver = await startReceiver();
    await using sender = openSender(names({ "hooks.test": ["127.0.0.1"] }));
    expectKind(await sender.send({ url: `http://hooks.test.:${receiver.port}/` }), "response");
    expect(receiver.requests[0]?.headers.host).toBe(`hooks.test:${receiver.port}`);
  });

  test("with one forbidden address among good ones is blocked, and nothing is dialled", async () => {
    await using receiver = await startReceiver();
    await using sender = openSender(names({ "mixed.test": ["127.0.0.1", "10.0.0.5", "::1"] }));
    const result = expectKind(await sender.send({ url: `http://mixed.test:${receiver.port}/` }), "blocked");
    expect(result.error).toBe(
      "mixed.test resolves to 10.0.0.5; 10.0.0.5 is a private address (10.0.0.0/8), which webhooks may not reach here.",
    );
    expect(result.remoteAddress).toBeNull();
    expect(receiver.requests).toEqual([]);
  });

  test("which answers otherwise the second time is dialled where it was vetted", async () => {
    await using receiver = await startReceiver();
    const answers = ["127.0.0.1", "169.254.169.254"];
    const resolve = async () => [{ address: answers.shift() ?? "10.0.0.1", family: 4 as const }];
    await using sender = openSender({ resolve });
    const result = await sender.send({ url: `http://rebind.test:${receiver.port}/` });
    expectKind(result, "response");
    expect(result.remoteAddress).toBe("127.0.0.1");
    expect(answers).toEqual(["169.254.169.254"]);
  });

  test("is judged again at the next connection", async () => {
    await using receiver = await startReceiver(() => ({ headers: { connection: "close" } }));
    const answers = ["127.0.0.1", "169.254.169.254"];
    const resolve = async () => [{ address: answers.shift() ?? "", family: 4 as const }];
    await using sender = openSender({ resolve });
    const url = `http://rebind.test:${receiver.port}/`;
    expectKind(await sender.send({ url }), "response");
    expectKind(await sender.send({ url }), "blocked");
    expect(receiver.requests).toHaveLength(1);
  });

  test("with an address that refuses is reached at its next one", async () => {
    await using receiver = await startReceiver();
    await using sender = openSender(names({ "two.test": ["::1", "127.0.0.1"] }));
    const result = await sender.send({ url: `http://two.test:${receiver.port}/` });
    expectKind(result, "response");
    expect(result.remoteAddress).toBe("127.0.0.1");
  });

  test.each([
    ["ENOTFOUND", "The name hooks.test does not exist."],
    ["EAI_AGAIN", "The name server did not answer for hooks.test."],
    ["ESURPRISE", "The connection to hooks.test failed: getaddrinfo ESURPRISE."],
  ])("whose lookup fails with %s is a dns_error", async (code, error) => {
    const resolve = async () => {
      throw Object.assign(new Error(`getaddrinfo ${code}`), { code });
    };
    await using sender = openSender({ resolve });
    const result = await sender.send({ url: "https://hooks.test/" });
    expect(expectKind(result, "dns_error").error).toBe(error);
  });

  test("without addresses, or with one that is none, goes nowhere", async () => {
    await using sender = openSender(names({ "none.test": [], "odd.test": ["localhost"] }));
    expectKind(await sender.send({ url: "http://none.test/" }), "dns_error");
    expectKind(await sender.send({ url: "http://odd.test/" }), "blocked");
  });

  test("localhost is asked of the system", async () => {
    await using receiver = await startReceiver();
    await using sender = openSender({ resolve: undefined });
    expectKind(await sender.send({ url: `http://localhost:${receiver.port}/` }), "response");
  });
});

describe("a literal address", () => {
  test.each([
    "127.0.0.1",
    "0x7f.1",
    "2130706433",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "[::1]",
    "127。0。0。1",
    "127.0.0.1.",
  ])("spelled http://%s/ is judged before anything is dialled", async (host) => {
    await using receiver = await startReceiver();
    await using sender = openSender({ policy: policyOf("") });
    const result = await sender.send({ url: `http://${host}:${receiver.port}/` });
    expect(expectKind(result, "blocked").error).toContain("is a loopback address");
    expect(receiver.requests).toEqual([]);
  });

  test.each([
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "0.0.0.0",
    "[64:ff9b::a00:1]",
  ])("such as %s is blocked", async (host) => {
    await using sender = openSender();
    expectKind(await sender.send({ url: `http://${host}/` }), "blocked");
  });
});

test("Posthorn does not send to itself, by address or by name", async () => {
  await using receiver = await startReceiver();
  const policy = { ...LOOPBACK, own: [{ address: "0.0.0.0", port: receiver.port }] };
  await using sender = openSender({ policy, ...names({ "me.test": ["127.0.0.1"] }) });
  for (const host of ["127.0.0.1", "me.test"]) {
    const result = await sender.send({ url: `http://${host}:${receiver.port}/` });
    expect(expectKind(result, "blocked").error).toContain("own address");
  }
  expect(receiver.requests).toEqual([]);
});

test("POSTHORN_EGRESS_DENY holds at the resolved address", async () => {
  await using sender = openSender({
    policy: policyOf("127.0.0.0/8", "127.0.0.1"),
    ...names({ "a.test": ["127.0.0.1"] }),
  });
  expect(expectKind(await sender.send({ url: "http://a.test/" }), "blocked").error).toBe(
    "a.test resolves to 127.0.0.1; 127.0.0.1 is an address that webhooks may not reach here.",
  );
});

test.each(["not a url", "ftp://hooks.test/", "https://u:p@hooks.test/", "http://hooks.test:25/"])(
  "the URL %s is blocked without a lookup",
  async (url) => {
    await using sender = openSender();
    expectKind(await sender.send({ url }), "blocked");
  },
);

test("http is blocked where https is required", async () => {
  await using sender = openSender();
  expectKind(await sender.send({ url: `http://127.0.0.1:8123/`, requireHttps: true }), "blocked");
});
