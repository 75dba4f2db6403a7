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

test("a request goes through the proxy by name, after its target was judged", async () => {
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
  expect(asked).toEqual(["CONNECT hooks.test:443"]);
});

test("http goes through a tunnel too", async () => {
  await using target = await rawServer((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  const { server, asked, proxy } = await startProxy(target.port);
  await using _ = server;
  await using sender = openSender({ proxy, ...names({ "hooks.test": ["8.8.8.8"] }) });
  expectKind(await sender.send({ url: "http://hooks.test/" }), "response");
  expect(asked).toEqual(["CONNECT hooks.test:80"]);
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

test("a proxy that refuses is a connection_error", async () => {
  const { server, proxy } = await startProxy(null);
  await using _ = server;
  await using sender = openSender({ proxy, ...names({ "hooks.test": ["8.8.8.8"] }) });
  expectKind(await sender.send({ url: "https://hooks.test/" }), "connection_error");
});

test("a proxy that never answers is a timeout", async () => {
  await using server = await tcpServer("http", () => {});
  await using sender = openSender({
    proxy: `http://${server.host}`,
    ...names({ "hooks.test": ["8.8.8.8"] }),
  });
  expectKind(await sender.send({ url: "https://hooks.test/", timeoutMs: 60 }), "timeout");
});
