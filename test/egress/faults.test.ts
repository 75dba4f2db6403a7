import { describe, expect, test } from "bun:test";
import type { Socket } from "node:net";
import { expectKind, openSender, rawServer, tcpServer } from "./helpers.ts";

const HEAD = "HTTP/1.1 200 OK\r\n";

describe("the deadline", () => {
  const timeoutMs = 60;
  /** Where something has to come before it, on a busy machine too. */
  const laterMs = 500;

  test("ends a request which is never answered", async () => {
    await using server = await rawServer(() => {});
    await using sender = openSender();
    const result = expectKind(await sender.send({ url: server.url, timeoutMs: laterMs }), "timeout");
    expect(result.error).toBe(`${server.host} did not answer within 0.5 s.`);
    expect(result.timings).toMatchObject({ connect: expect.any(Number), first_byte: null });
    expect(result.timings?.total).toBeWithin(laterMs - 5, 2000);
  });

  test("ends a TLS handshake which is never answered", async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await tcpServer("https", (socket) =>
      socket.resume().on("close", () => closed.resolve()),
    );
    await using sender = openSender();
    const result = expectKind(await sender.send({ url: server.url, timeoutMs }), "timeout");
    expect(result.error).toBe(`There was no connection to ${server.host} within 0.06 s.`);
    await closed.promise;
  });

  test("ends a name lookup which is never answered", async () => {
    await using sender = openSender({ resolve: () => new Promise(() => {}) });
    const result = expectKind(await sender.send({ url: "http://slow.test:8123/", timeoutMs }), "timeout");
    expect(result.remoteAddress).toBeNull();
  });

  test("ends the wait for a free connection", async () => {
    const freed = Promise.withResolvers<void>();
    await using server = await rawServer(async (socket) => {
      await freed.promise;
      socket.write(`${HEAD}Content-Length: 0\r\n\r\n`);
    });
    await using sender = openSender({ connectionsPerOrigin: 1 });
    const first = sender.send({ url: server.url });
    expectKind(await sender.send({ url: server.url, timeoutMs }), "timeout");
    freed.resolve();
    expectKind(await first, "response");
    expectKind(await sender.send({ url: server.url }), "response");
    expect(server.connections()).toBe(1);
  });

  test("is not put off by headers that drip", async () => {
    await using server = await rawServer((socket) => drip(socket, `${HEAD}X-Slow: `));
    await using sender = openSender();
    expectKind(await sender.send({ url: server.url, timeoutMs }), "timeout");
  });

  test("amid the body of a failure is a timeout that shows what came", async () => {
    await using server = await rawServer((socket) =>
      drip(socket, "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\n\r\n"),
    );
    await using sender = openSender();
    const { response, error } = expectKind(
      await sender.send({ url: server.url, timeoutMs: laterMs }),
      "timeout",
    );
    expect(error).toBe(`${server.host} answered 503, but not to the end within 0.5 s.`);
    expect(response).toMatchObject({ statusCode: 503, headers: { "retry-after": "9" }, truncated: true });
  });

  test("amid the body of a success leaves it a success", async () => {
    await using server = await rawServer((socket) => drip(socket, `${HEAD}\r\n`));
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: server.url, timeoutMs: laterMs }), "response");
    expect(response).toMatchObject({ statusCode: 200, truncated: true, body: expect.stringMatching(/^x+$/) });
  });
});

test("the rest of a success of which no more is needed is read for one more second, whatever the deadline is", async () => {
  await using server = await rawServer((socket) => drip(socket, `${HEAD}\r\n`));
  await using sender = openSender();
  const told: number[] = [];
  const onSuccess = (statusCode: number) => told.push(statusCode) > 0;
  const result = await sender.send({ url: server.url, timeoutMs: 3_600_000, onSuccess });
  expect(expectKind(result, "response").response).toMatchObject({ statusCode: 200, truncated: true });
  expect(told).toEqual([200]);
});

describe("the signal", () => {
  test("interrupts what is under way and closes its connection", async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<void>();
    await using server = await rawServer((socket) => {
      socket.on("close", () => closed.resolve());
      abort.abort();
    });
    await using sender = openSender();
    expectKind(await sender.send({ url: server.url }, abort.signal), "interrupted");
    await closed.promise;
  });

  test("interrupts what waits for its name", async () => {
    const abort = new AbortController();
    await using sender = openSender({
      resolve: async () => {
        abort.abort();
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    expectKind(await sender.send({ url: "http://a.test:8123/" }, abort.signal), "interrupted");
  });

  test("that was given before keeps the request from being sent", async () => {
    await using server = await rawServer(() => {});
    await using sender = openSender();
    expectKind(await sender.send({ url: server.url }, AbortSignal.abort()), "interrupted");
    expect(server.connections()).toBe(0);
  });
});

describe("a body", () => {
  const chunk = `1000\r\n${"x".repeat(4096)}\r\n`;

  test.each([200, 500])(
    "of 1 GB after a %d is read to the limit, then the socket is closed",
    async (status) => {
      const closed = Promise.withResolvers<void>();
      await using server = await rawServer((socket) => {
        socket.on("close", () => closed.resolve());
        socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: 1000000000\r\n\r\n${"x".repeat(100_000)}`);
      });
      await using sender = openSender();
      const { response } = expectKind(await sender.send({ url: server.url }), "response");
      expect(response).toMatchObject({ statusCode: status, truncated: true, body: "x".repeat(16 * 1024) });
      await closed.promise;
    },
  );

  test("without an end is read to the limit", async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await rawServer((socket) => {
      socket.on("close", () => closed.resolve());
      const more = () => socket.write(chunk) && setImmediate(more);
      socket.on("drain", more).write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      more();
    });
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: server.url }), "response");
    expect(response).toMatchObject({ truncated: true, body: "x".repeat(16 * 1024) });
    await closed.promise;
  });

  test("of 64 KiB leaves the connection usable", async () => {
    await using server = await rawServer((socket) =>
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(16)}0\r\n\r\n`),
    );
    await using sender = openSender({ connectionsPerOrigin: 1 });
    for (const _ of "ab") expect((await sender.send({ url: server.url })).response?.truncated).toBe(true);
    expect(server.connections()).toBe(1);
  });
});

describe("a connection", () => {
  test("which is refused is a connection_error", async () => {
    const { url, host } = await closedServer();
    await using sender = openSender();
    const result = expectKind(await sender.send({ url }), "connection_error");
    expect(result).toMatchObject({ error: `${host} refused the connection.`, remoteAddress: "127.0.0.1" });
  });

  test.each([
    ["before any answer", ""],
    ["amid the status line", "HTTP/1.1 2"],
    ["amid the headers", `${HEAD}X-Half: `],
    ["amid the body of a failure", "HTTP/1.1 500 X\r\nContent-Length: 10\r\n\r\nhal"],
    ["amid a chunk of a failure", "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhal"],
  ])("closed %s is a connection_error", async (_, bytes) => {
    await using server = await rawServer((socket) => socket.end(bytes));
    await using sender = openSender();
    const { error, response } = expectKind(await sender.send({ url: server.url }), "connection_error");
    expect(error).toBe(`${server.host} closed the connection before its answer was complete.`);
    expect(response?.body).toBe(bytes.includes("500") ? "hal" : undefined);
  });

  test("closed amid the body of a success leaves it a success", async () => {
    await using server = await rawServer((socket) => socket.end(`${HEAD}Content-Length: 10\r\n\r\nhal`));
    await using sender = openSender();
    const { response } = expectKind(await sender.send({ url: server.url }), "response");
    expect(response).toMatchObject({ statusCode: 200, body: "hal", truncated: true });
  });

  test("which is reset is a connection_error", async () => {
    await using server = await rawServer((socket) => socket.resetAndDestroy());
    await using sender = openSender();
    const { error } = expectKind(await sender.send({ url: server.url }), "connection_error");
    expect(error).toBe(`${server.host} reset the connection.`);
  });
});

describe("an answer", () => {
  test.each([
    ["is not HTTP", "SSH-2.0-OpenSSH_9.6\r\n\r\n"],
    ["has a header without a name", `${HEAD}: x\r\n\r\n`],
    ["has a NUL in a header", `${HEAD}X: a\0b\r\n\r\n`],
    ["has two lengths", `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`],
    ["has a length and chunks", `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok`],
    ["has a length which is no number", `${HEAD}Content-Length: two\r\n\r\n`],
    ["switches protocols", "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"],
    ["has bad chunks", "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
  ])("which %s is an invalid_response", async (_, bytes) => {
    await using server = await rawServer((socket) => socket.write(bytes));
    await using sender = openSender();
    expectKind(await sender.send({ url: server.url }), "invalid_response");
  });

  test("with more than 16 KiB of headers is response_too_large", async () => {
    await using server = await rawServer((socket) => socket.write(`${HEAD}X: ${"x".repeat(20_000)}\r\n\r\n`));
    await using sender = openSender();
    expectKind(await sender.send({ url: server.url }), "response_too_large");
  });

  test("which nobody asked for does not answer the next request", async () => {
    await using server = await rawServer((socket) =>
      socket.write(`${HEAD}Content-Length: 2\r\n\r\nok${HEAD}Content-Length: 6\r\n\r\nforged`),
    );
    await using sender = openSender({ connectionsPerOrigin: 1 });
    for (const _ of "ab") expect((await sender.send({ url: server.url })).response?.body).toBe("ok");
  });
});

/** Sends the beginning at once, then a byte whenever the event loop comes round. */
function drip(socket: Socket, beginning: string): void {
  socket.write(beginning);
  const timer = setInterval(() => socket.write("x"), 5);
  socket.on("close", () => clearInterval(timer));
}

/** A port on which nothing listens any more. */
async function closedServer(): Promise<{ url: string; host: string }> {
  await using server = await tcpServer("http", () => {});
  return { url: server.url, host: server.host };
}
