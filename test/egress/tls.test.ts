import { beforeAll, describe, expect, test } from "bun:test";
import { type Authority, createAuthority, selfSigned } from "../support/tls.ts";
import { expectKind, names, openSender, tcpServer, tlsServer } from "./helpers.ts";

const HOOKS = { names: ["hooks.test"] };
const TABLE = { "hooks.test": ["127.0.0.1"], "other.test": ["127.0.0.1"] };

let authority: Authority;

beforeAll(async () => {
  authority = await createAuthority();
});

function openTrusting() {
  return openSender({ ...names(TABLE), ca: authority.ca });
}

test("a private CA is trusted, and the name is sent in the handshake", async () => {
  const asked: unknown[] = [];
  await using server = await tlsServer(await authority.issue(HOOKS), (socket) =>
    asked.push((socket as unknown as { servername: unknown }).servername),
  );
  await using sender = openTrusting();
  const result = await sender.send({ url: `https://hooks.test:${server.port}/`, requireHttps: true });
  expect(expectKind(result, "response").response.body).toBe("safe");
  expect(result.timings).toMatchObject({
    dns: expect.any(Number),
    connect: expect.any(Number),
    tls: expect.any(Number),
  });
  expect(asked).toEqual(["hooks.test"]);
});

test("a certificate for the address is good for a URL with the address", async () => {
  await using server = await tlsServer(await authority.issue({ addresses: ["127.0.0.1"] }));
  await using sender = openTrusting();
  expectKind(await sender.send({ url: server.url }), "response");
});

test("two names at one address have a connection each", async () => {
  await using server = await tlsServer(await authority.issue(HOOKS));
  await using sender = openTrusting();
  expectKind(await sender.send({ url: `https://hooks.test:${server.port}/` }), "response");
  expectKind(await sender.send({ url: `https://other.test:${server.port}/` }), "tls_error");
});

describe("a certificate", () => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const past = { notBefore: day("2023-01-01"), notAfter: day("2024-01-01") };
  const future = { notBefore: day("2090-01-01"), notAfter: day("2091-01-01") };

  test.each([
    ["which has expired", () => authority.issue({ ...HOOKS, ...past }), "has expired"],
    ["which is not valid yet", () => authority.issue({ ...HOOKS, ...future }), "is not valid yet"],
    ["for another name", () => authority.issue({ names: ["other.test"] }), "is for another name"],
    [
      "from an unknown CA",
      async () => (await createAuthority("Other")).issue(HOOKS),
      "authority which is not trusted",
    ],
    ["signed by itself", () => selfSigned(HOOKS), "is self-signed"],
  ])("%s is a tls_error", async (_, certificate, because) => {
    await using server = await tlsServer(await certificate());
    await using sender = openTrusting();
    const result = await sender.send({ url: `https://hooks.test:${server.port}/` });
    const { error, response } = expectKind(result, "tls_error");
    expect(error).toStartWith(`The certificate of hooks.test:${server.port} `);
    expect(error).toContain(because);
    expect(response).toBeNull();
  });

  test("of a private CA is refused without that CA", async () => {
    await using server = await tlsServer(await authority.issue(HOOKS));
    await using sender = openSender(names(TABLE));
    expectKind(await sender.send({ url: `https://hooks.test:${server.port}/` }), "tls_error");
  });
});

test("a server without TLS is a tls_error", async () => {
  await using server = await tcpServer("https", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await using sender = openTrusting();
  const { error } = expectKind(await sender.send({ url: server.url }), "tls_error");
  expect(error).toBe(`${server.host} does not speak TLS at this port.`);
});

test("a handshake cut off is a connection_error", async () => {
  await using server = await tcpServer("https", (socket) => socket.resetAndDestroy());
  await using sender = openTrusting();
  expectKind(await sender.send({ url: server.url }), "connection_error");
});

test("a CA file that is none is refused at once", () => {
  expect(() =>
    openSender({ ca: "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----" }),
  ).toThrow();
});
