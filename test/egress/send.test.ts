import { describe, expect, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { gzipSync } from "node:zlib";
import { startReceiver } from "../support/receiver.ts";
import { expectKind, openSender, rawServer } from "./helpers.ts";

/** Containers often have none. */
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

describe("a request", () => {
  test("arrives with the headers in order and spelling, and the body byte for byte", async () => {
    await using receiver = await startReceiver();
    await using sender = openSender();
    const body = '{"n":12345678901234567890,"é":"\u0000 漢 🦄"}';
    const headers: [string, string][] = [
      ["X-Zulu", "1"],
      ["webhook-id", "evt_1"],
      ["X-Alpha", ""],
      ["X-Zulu", "2"],
    ];
    const result = await sender.send({ url: `${receiver.url}/in?a=%20b&c`, headers, body });
    expectKind(result, "response");
    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: "POST", path: "/in?a=%20b&c", text: body });
    const sent = request?.rawHeaders.map(([name, value]) => `${name}: ${value}`);
    expect(sent?.slice(-5)).toEqual([
      ...headers.map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(body)}`,
    ]);
    expect(request?.headers).toMatchObject({
      host: `127.0.0.1:${receiver.port}`,
      "accept-encoding": "identity",
    });
  });

  test.each(["GET", "OPTIONS"] as const)("may be a %s without a body", async (method) => {
    await using receiver = await startReceiver();
    await using sender = openSender();
    expectKind(await sender.send({ method, url: receiver.url, headers: [], body: null }), "response");
    expect(receiver.requests[0]).toMatchObject({ method, path: "/", text: "" });
    expect(receiver.requests[0]?.headers).not.toHaveProperty("content-length");
  });

  test("never asks for a compressed answer", async () => {
    await using receiver = await startReceiver();
    await using sender = openSender();
    await sender.send({ url: receiver.url, headers: [["Accept-Encoding", "gzip"]] });
    expect(receiver.requests[0]?.headers["accept-encoding"]).toBe("identity");
  });

  test.each([
    ["X-Bad", "a\r\nX-Injected: 1"],
    ["X-Bad", "a\nb"],
    ["X-Bad", "a\0"],
    ["X-Bad", "漢"],
    ["X Bad", "a"],
    ["", "a"],
    ["Host", "other.example"],
    ["Transfer-Encoding", "chunked"],
    ["Content-Length", "3"],
    ["Upgrade", "websocket"],
    ["Expect", "100-continue"],
  ])("with the header %p: %p is not sent", async (name, value) => {
    await using receiver = await startReceiver();
    await using sender = openSender();
    const result = expectKind(await sender.send({ url: receiver.url, headers: [[name, value]] }), "blocked");
    expect(result.response).toBeNull();
    expect(receiver.requests).toEqual([]);
  });
});

describe("an answer", () => {
  test("is given with lower-case header names, repeated ones as a list", async () => {
    await using server = await rawServer((socket) =>
      socket.end("HTTP/1.1 418 Teapot\r\nX-One: 1\r\nX-Two: a\r\nx-two: b\r\nContent-Length: 2\r\n\r\nok"),
    );
    await using sender = openSender();
    const { response, remoteAddress } = await sender.send({ url: server.url });
    expect(response).toEqual({
      statusCode: 418,
      headers: { "x-one": "1", "x-two": ["a", "b"], "content-length": "2" },
      body: "ok",
      truncated: false,
    });
    expect(remoteAddress).toBe("127.0.0.1");
  });

  test("which redirects is an answer; its target is not visited", async () => {
    await using target = await startReceiver();
    await using receiver = await startReceiver(() => ({ status: 307, headers: { location: target.url } }));
    await using sender = openSender();
    const { response } = await sender.send({ url: receiver.url });
    expect(response).toMatchObject({ statusCode: 307, headers: { location: target.url } });
    expect(target.requests).toEqual([]);
  });

  test("which is compressed unasked is decoded, and keeps its header", async () => {
    const body = "schön ".repeat(20);
    await using receiver = await startReceiver(() => ({
      headers: { "content-encoding": "GZIP" },
      body: gzipSync(body),
    }));
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: receiver.url }), "response");
    expect(response).toMatchObject({ body, truncated: false, headers: { "content-encoding": "GZIP" } });
  });

  test("which is a bomb stays within what is kept", async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, "x"));
    await using receiver = await startReceiver(() => ({
      headers: { "content-encoding": "gzip" },
      body: bomb,
    }));
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: receiver.url }), "response");
    expect(response).toMatchObject({ body: "x".repeat(16 * 1024), truncated: true });
  });

  test("which is cut off amid its compression shows what came", async () => {
    const half = gzipSync(Buffer.from(crypto.getRandomValues(new Uint8Array(3000))).toString("hex")).subarray(
      0,
      1500,
    );
    await using server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9999\r\n\r\n`);
      socket.end(half);
    });
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: server.url }), "response");
    expect(response).toMatchObject({ body: expect.stringMatching(/^[0-9a-f]{1000,}$/), truncated: true });
  });

  test.each([
    ["no gzip at all", "gzip", "plain text"],
    ["of a coding within another", "br, gzip", gzipSync("secret ".repeat(20))],
  ])("which is %s is left as it is", async (_, coding, zipped) => {
    await using receiver = await startReceiver(() => ({
      headers: { "content-encoding": coding },
      body: zipped,
    }));
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: receiver.url }), "response");
    expect(response.headers["content-encoding"]).toBe(coding);
    expect(response.body).not.toContain("secret");
    expect(response.body.length).toBeLessThanOrEqual(zipped.length);
  });

  test("is text without NUL, wrong UTF-8 replaced", async () => {
    await using receiver = await startReceiver(() => ({ body: Buffer.from([0x61, 0x00, 0xff, 0x62]) }));
    await using sender = openSender();
    expect((await sender.send({ url: receiver.url })).response?.body).toBe("a\uFFFD\uFFFDb");
  });

  test("of 17 KiB is cut at 16 KiB, between two characters", async () => {
    await using receiver = await startReceiver(() => ({ body: `x${"é".repeat(8700)}` }));
    await using sender = openSender();
    const { response } = await sender.send({ url: receiver.url });
    expect(response).toMatchObject({ truncated: true, body: `x${"é".repeat(8191)}` });
  });

  test("keeps its first 100 headers", async () => {
    const many = Array.from({ length: 150 }, (_, n) => `X-${n}: ${n}\r\n`).join("");
    await using server = await rawServer((socket) => socket.end(`HTTP/1.1 200 OK\r\n${many}\r\n`));
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: server.url }), "response");
    expect(Object.keys(response.headers)).toHaveLength(100);
    expect(response.headers["x-0"]).toBe("0");
  });

  test.each([
    ["100", ["100 Continue"]],
    ["102", ["102 Processing"]],
    ["103", ["103 Early Hints\r\nLink: <x>"]],
    ["a status of the kind that nobody knows", ["199 Whatever"]],
    [
      "several",
      ["100 Continue", "102 Processing", "103 Early Hints\r\nLink: <x>", "100 Continue", "100 Continue"],
    ],
  ])("may come after %s", async (_, interim) => {
    const heads = interim.map((line) => `HTTP/1.1 ${line}\r\n\r\n`).join("");
    await using server = await rawServer((socket) =>
      socket.write(`${heads}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone`),
    );
    await using sender = openSender({ connectionsPerOrigin: 1 });
    for (let n = 0; n < 3; n++) {
      const { response } = expectKind(await sender.send({ url: server.url }), "response");
      expect(response).toMatchObject({ statusCode: 200, body: "done", truncated: false });
    }
    expect(server.connections()).toBe(1);
  });

  test("may come after 100 piece by piece", async () => {
    const pieces = [..."HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"];
    await using server = await rawServer(async (socket) => {
      socket.setNoDelay(true);
      for (const piece of pieces) await new Promise((written) => socket.write(piece, written));
    });
    await using sender = openSender();
    expect((await sender.send({ url: server.url })).response?.statusCode).toBe(204);
  });

  test("has to come before the deadline, whatever came before it", async () => {
    await using server = await rawServer((socket) => {
      const more = setInterval(() => socket.write("HTTP/1.1 100 Continue\r\n\r\n"), 5);
      socket.on("close", () => clearInterval(more));
    });
    await using sender = openSender();
    const result = expectKind(await sender.send({ url: server.url, timeoutMs: 100 }), "timeout");
    expect(result.response).toBeNull();
  });

  test.each(["", "Upgrade: x\r\nConnection: upgrade\r\n"])(
    "is none when it switches protocols (%j)",
    async (headers) => {
      await using server = await rawServer((socket) =>
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`),
      );
      await using sender = openSender();
      const { error } = expectKind(await sender.send({ url: server.url }), "invalid_response");
      expect(error).toContain("switched to another protocol");
    },
  );
});

describe("the connection", () => {
  test("is kept and used again", async () => {
    await using server = await rawServer((socket) => socket.write(OK));
    await using sender = openSender({ connectionsPerOrigin: 1 });
    const first = await sender.send({ url: server.url });
    expect(first.timings).toMatchObject({ dns: null, connect: expect.any(Number), tls: null });
    for (let n = 0; n < 20; n++) {
      const { timings } = expectKind(await sender.send({ url: server.url }), "response");
      expect(timings).toMatchObject({
        connect: null,
        first_byte: expect.any(Number),
        total: expect.any(Number),
      });
    }
    expect(server.connections()).toBe(1);
  });

  // undici frees a connection one turn of the event loop after its answer, so that two take turns.
  test("is kept without a limit too", async () => {
    await using server = await rawServer((socket) => socket.write(OK));
    await using sender = openSender();
    for (let n = 0; n < 20; n++) expectKind(await sender.send({ url: server.url }), "response");
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test("which the peer closes just as it is used again does not fail the attempt", async () => {
    const seen: string[] = [];
    await using server = await rawServer((socket, head) => {
      seen.push(head);
      if (seen.length === 2) socket.destroy();
      else socket.write(OK);
    });
    await using sender = openSender({ connectionsPerOrigin: 1 });
    await sender.send({ url: server.url });
    expectKind(await sender.send({ url: server.url }), "response");
    expect(seen).toHaveLength(3);
    expect(server.connections()).toBe(2);
  });

  test("is opened once more at most within an attempt", async () => {
    let requests = 0;
    await using server = await rawServer((socket) => {
      requests += 1;
      if (requests > 1) socket.destroy();
      else socket.write(OK);
    });
    await using sender = openSender({ connectionsPerOrigin: 1 });
    await sender.send({ url: server.url });
    expectKind(await sender.send({ url: server.url }), "connection_error");
    expect(requests).toBe(3);
  });

  test("is shared out when there are fewer than requests", async () => {
    await using server = await rawServer((socket) => socket.write(OK));
    await using sender = openSender({ connectionsPerOrigin: 2 });
    const results = await Promise.all(Array.from({ length: 50 }, () => sender.send({ url: server.url })));
    for (const result of results) expectKind(result, "response");
    expect(server.connections()).toBe(2);
  });

  test("serves 1,000 requests at once", async () => {
    await using receiver = await startReceiver();
    await using sender = openSender();
    const sent = Array.from({ length: 1000 }, (_, n) => sender.send({ url: receiver.url, body: `${n}` }));
    for (const result of await Promise.all(sent)) expectKind(result, "response");
    expect(new Set(receiver.requests.map(({ text }) => text)).size).toBe(1000);
  });

  test.skipIf(!hasIpv6)("works over IPv6", async () => {
    await using receiver = await startReceiver(() => 201, "::1");
    await using sender = openSender();
    const { response, remoteAddress } = await sender.send({ url: receiver.url });
    expect([response?.statusCode, remoteAddress]).toEqual([201, "::1"]);
    expect(receiver.requests[0]?.headers.host).toBe(`[::1]:${receiver.port}`);
  });
});

test("a closed sender answers interrupted", async () => {
  const sender = openSender();
  await sender.close();
  expectKind(await sender.send({ url: "http://127.0.0.1:1234/" }), "interrupted");
});
