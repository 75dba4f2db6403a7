import { expect, test } from "bun:test";
import { connect } from "node:net";
import { createAuthority } from "../support/tls.ts";
import { expectKind, names, openSender, policyOf, rawServer, tcpServer, tlsServer } from "./helpers.ts";

/** An HTTP proxy that tunnels everything to this port of 127.0.0.1, or refuses. */
async function startProxy(port: number | null) {
  const asked: string[] = [];
  const server = await tcpServer("http", (socket) =>
    socket.once("data", (head) => {
      asked.push(`${head}`.split(" HTTP")[0] ?? "");
      if (port === null) return socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
      const onward = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connected\r\n\r\n");
        socket.pipe(onward).pipe(socket);
      });
      onward.on("error", () => socket.destroy());
      return socket;
    }),
  );
  return { server, asked, proxy: `http://${server.host}` };
}

test("a request goes through the proxy to the address that was judged, with the name in TLS", async () => {
  const authority = await createAuthority();
  await using target = await tlsServer(await authority.issue({ names: ["hooks.test"] }));
  const { server, asked, proxy } = await startProxy(target.port);
  await using _ = server;
  const { asked: resolved, resolve } = names({ "hooks.test": ["8.8.8.8"] });
  await using sender = openSender({ proxy, ca: authority.ca, resolve, connectionsPerOrigin: 1 });
  for (const _ of "ab") {
    const result = await sender.send({ url: "https://hooks.test/" });
    expect(expectKind(result, "response").response.body).toBe("safe");
    expect(result.remoteAddress).toBeNull();
  }
  expect(resolved).toEqual(["hooks.test"]);
  expect(asked).toEqual(["CONNECT 8.8.8.8:443"]);
});

test("http goes through a tunnel too", async () => {
  await using target = await rawServer((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  const { server, asked, proxy } = await startProxy(target.port);
  await using _ = server;
  await using sender = openSender({ proxy, ...names({ "hooks.test": ["8.8.8.8"] }) });
  expectKind(await sender.send({ url: "http://hooks.test/" }), "response");
  expect(asked).toEqual(["CONNECT 8.8.8.8:80"]);
});

test("a name that moves inside once it was judged is not followed by the proxy", async () => {
  await using target = await rawServer((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  const { server, asked, proxy } = await startProxy(target.port);
  await using _ = server;
  const answers = [["8.8.8.8"], ["10.0.0.5"]];
  const resolve = async () => (answers.shift() ?? []).map((address) => ({ address, family: 4 as const }));
  await using sender = openSender({ proxy, resolve });
  expectKind(await sender.send({ url: "http://hooks.test/" }), "response");
  expectKind(await sender.send({ url: "http://hooks.test/" }), "blocked");
  expect(asked).toEqual(["CONNECT 8.8.8.8:80"]);
});

test("a name's next address is tried where the proxy cannot reach the first", async () => {
  const asked: string[] = [];
  await using server = await tcpServer("http", (socket) =>
    socket.once("data", (head) => {
      asked.push(`${head}`.split(" HTTP")[0] ?? "");
      if (asked.length === 1) return socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
      return socket.write("HTTP/1.1 200 Connected\r\n\r\n");
    }),
  );
  const found = names({ "hooks.test": ["2606:4700::1111", "8.8.8.8"] });
  await using sender = openSender({ proxy: `http://${server.host}`, ...found });
  expectKind(await sender.send({ url: "http://hooks.test/" }), "response");
  expect(asked).toEqual(["CONNECT [2606:4700::1111]:80", "CONNECT 8.8.8.8:80"]);
});

test("a proxy that resolves is given names, which nobody here asks for, and addresses are judged all the same", async () => {
  await using target = await rawServer((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  const { server, asked, proxy } = await startProxy(target.port);
  await using _ = server;
  const { asked: resolved, resolve } = names({});
  await using sender = openSender({ proxy, proxyResolves: true, resolve, policy: policyOf("") });
  expectKind(await sender.send({ url: "http://hooks.test/" }), "response");
  for (const url of ["http://10.0.0.5/", "http://localhost/", "http://[fe80::1]/"])
    expectKind(await sender.send({ url }), "blocked");
  expect({ asked, resolved }).toEqual({ asked: ["CONNECT hooks.test:80"], resolved: [] });
});

test.each([false, true])(
  "the proxy's own address is refused, by number and by name (it resolves: %p)",
  async (proxyResolves) => {
    const { server, proxy } = await startProxy(null);
    await using _ = server;
    const { port } = server;
    const found = names({
      "proxy.test": ["127.0.0.1"],
      "alias.test": ["127.0.0.1"],
      localhost: ["127.0.0.1"],
    });
    await using byNumber = openSender({ proxy, proxyResolves, ...found });
    await using byName = openSender({ proxy: `http://proxy.test:${port}`, proxyResolves, ...found });
    expectKind(await byNumber.send({ url: `http://127.0.0.1:${port}/` }), "blocked");
    expectKind(await byName.send({ url: `http://proxy.test:${port}/` }), "blocked");
    expectKind(await byName.send({ url: `http://127.0.0.1:${port}/` }), "blocked");
    if (!proxyResolves) expectKind(await byNumber.send({ url: `http://alias.test:${port}/` }), "blocked");
    expect(server.connections()).toBe(0);
  },
);

test("the credentials in the proxy's URL are for the proxy alone", async () => {
  const heads: string[] = [];
  await using server = await tcpServer("http", (socket) =>
    socket.on("data", (head) => {
      heads.push(`${head}`);
      socket.write(heads.length === 1 ? "HTTP/1.1 200 Connected\r\n\r\n" : "HTTP/1.1 204 No Content\r\n\r\n");
    }),
  );
  const proxy = `http://user:p%40ss@${server.host}`;
  await using sender = openSender({ proxy, ...names({ "hooks.test": ["8.8.8.8"] }) });
  expectKind(await sender.send({ url: "http://hooks.test/" }), "response");
  expect(heads[0]?.toLowerCase()).toContain(
    `proxy-authorization: ${`Basic ${btoa("user:p@ss")}`.toLowerCase()}`,
  );
  expect(heads[1]?.toLowerCase()).not.toContain("proxy-authorization");
});

test("a forbidden target is blocked before the proxy is asked", async () => {
  const { server, proxy } = await startProxy(null);
  await using _ = server;
  await using sender = openSender({ proxy, policy: policyOf(""), ...names({ "inner.test": ["10.0.0.5"] }) });
  for (const url of ["https://inner.test/", "https://127.0.0.1/", "http://inner.test/"]) {
    expectKind(await sender.send({ url }), "blocked");
  }
  expect(server.connections()).toBe(0);
});

test("a proxy that refuses is a connection_error that says so", async () => {
  const { server, proxy } = await startProxy(null);
  await using _ = server;
  await using sender = openSender({ proxy, ...names({ "hooks.test": ["8.8.8.8"] }) });
  const { error } = expectKind(await sender.send({ url: "https://hooks.test/" }), "connection_error");
  expect(error).toBe("The proxy refused the connection: it returned 403.");
});

test("a proxy that never answers is a timeout", async () => {
  await using server = await tcpServer("http", () => {});
  await using sender = openSender({
    proxy: `http://${server.host}`,
    ...names({ "hooks.test": ["8.8.8.8"] }),
  });
  expectKind(await sender.send({ url: "https://hooks.test/", timeoutMs: 60 }), "timeout");
});
