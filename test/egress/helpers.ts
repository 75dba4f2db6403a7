import { expect } from "bun:test";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { type AddressPolicy, parseCidrList } from "../../src/egress/addresses.ts";
import {
  createSender,
  type Exchange,
  type ExchangeResult,
  type SenderOptions,
} from "../../src/egress/send.ts";
import type { Certificate } from "../support/tls.ts";

/** Loopback allowed, nothing else. */
export const LOOPBACK = policyOf("127.0.0.0/8,::1");

export function policyOf(allow: string, deny = "", own: AddressPolicy["own"] = []): AddressPolicy {
  return { allow: parseCidrList(allow).cidrs, deny: parseCidrList(deny).cidrs, own };
}

/** A resolver which knows these names; it fails the test when asked for another. */
export function names(table: Record<string, string[]>) {
  const asked: string[] = [];
  const resolve = async (hostname: string) => {
    asked.push(hostname);
    const addresses = table[hostname];
    if (!addresses) throw new Error(`the test does not know ${hostname}`);
    return addresses.map((address) => ({
      address,
      family: address.includes(":") ? (6 as const) : (4 as const),
    }));
  };
  return { asked, resolve };
}

/** A sender that may reach loopback and is closed at the end of the test's scope. */
export function openSender(options: Partial<SenderOptions> = {}) {
  const sender = createSender({ policy: LOOPBACK, resolve: names({}).resolve, ...options });
  return {
    send: (exchange: Partial<Exchange>, signal?: AbortSignal) =>
      sender.send({ ...POST, ...exchange }, signal),
    close: sender.close,
    [Symbol.asyncDispose]: sender.close,
  };
}

const POST: Exchange = {
  method: "POST",
  url: "",
  headers: [["Content-Type", "application/json"]],
  body: '{"n":1}',
  timeoutMs: 5000,
  requireHttps: false,
};

/** The result, known to be of this kind: a fault is checked to be one plain sentence. */
export function expectKind<K extends ExchangeResult["kind"]>(result: ExchangeResult, kind: K) {
  expect(result).toMatchObject({ kind });
  if (result.kind !== "response") expect(result.error).toMatch(/^\S+ .*[\w.]$/);
  return result as ExchangeResult & { kind: K };
}

export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** "127.0.0.1:port", as it stands in sentences. */
  readonly host: string;
  readonly url: string;
  /** Connections so far. */
  connections(): number;
}

/** A TCP server on 127.0.0.1 whose every byte is the test's; `answer` runs once the head of a request has come. */
export function rawServer(answer: (socket: Socket, head: string) => void): Promise<RawServer> {
  return listen(createServer(), "http", (socket) => {
    let head = "";
    socket.on("data", (chunk) => {
      head += chunk;
      if (!head.includes("\r\n\r\n")) return;
      answer(socket, head);
      head = "";
    });
  });
}

/** A TCP server on 127.0.0.1 that does this to each connection. */
export function tcpServer(scheme: "http" | "https", connected: (socket: Socket) => void): Promise<RawServer> {
  return listen(createServer(), scheme, connected);
}

/** An HTTPS server on 127.0.0.1 that answers 200 "safe". */
export function tlsServer(certificate: Certificate, seen?: (socket: TLSSocket) => void): Promise<RawServer> {
  const server = createTlsServer({ ...certificate });
  server.on("secureConnection", (socket) => {
    seen?.(socket);
    socket.on("error", () => {});
    socket.on("data", () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe"));
  });
  return listen(server, "https", () => {});
}

async function listen(
  server: Server,
  scheme: string,
  connected: (socket: Socket) => void,
): Promise<RawServer> {
  const open = new Set<Socket>();
  let count = 0;
  server.on("tlsClientError", () => {});
  server.on("connection", (socket: Socket) => {
    count += 1;
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
    connected(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    host: `127.0.0.1:${port}`,
    url: `${scheme}://127.0.0.1:${port}/hook`,
    connections: () => count,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
