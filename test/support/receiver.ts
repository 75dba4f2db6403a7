import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived; `rawHeaders` keep their order and spelling, `at` is in epoch milliseconds. */
export type ReceivedRequest = {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  rawHeaders: [name: string, value: string][];
  body: Uint8Array;
  text: string;
  at: number;
};

export type Reply =
  | number
  | { status?: number; headers?: Record<string, string>; body?: string | Uint8Array };
export type Handler = (request: ReceivedRequest) => Reply | Promise<Reply>;

export interface Receiver extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  /** How to answer from now on: a function, or statuses in turn of which the last one stays. */
  reply(next: Handler | number | number[]): void;
  /** Resolves with all requests as soon as `count` have come. */
  waitFor(count: number): Promise<ReceivedRequest[]>;
  /** Closes it and whatever connections it has. */
  stop(): Promise<void>;
}

/** A real HTTP server on a free port of `hostname` (127.0.0.1 or ::1). Answers 200 unless told otherwise. */
export async function startReceiver(handler: Handler = () => 200, hostname = "127.0.0.1"): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const waiting = new Set<() => void>();
  let answer = handler;
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming).catch(() => null);
    if (!request) return;
    requests.push(request);
    for (const check of waiting) check();
    writeReply(outgoing, await answer(request));
  });
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`,
    port,
    requests,
    reply(next) {
      answer = typeof next === "function" ? next : inTurn([next].flat());
    },
    waitFor(count) {
      return new Promise((resolve) => {
        const check = () => {
          if (requests.length < count) return;
          waiting.delete(check);
          resolve(requests);
        };
        waiting.add(check);
        check();
      });
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function inTurn(statuses: number[]): Handler {
  let next = 0;
  return () => statuses[Math.min(next++, statuses.length - 1)] ?? 200;
}

async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const at = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const raw = incoming.rawHeaders;
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    rawHeaders: Array.from({ length: raw.length / 2 }, (_, pair) => [
      raw[2 * pair] ?? "",
      raw[2 * pair + 1] ?? "",
    ]),
    body: new Uint8Array(body),
    text: body.toString(),
    at,
  };
}

function writeReply(outgoing: ServerResponse, reply: Reply): void {
  const { status = 200, headers = {}, body = "" } = typeof reply === "number" ? { status: reply } : reply;
  outgoing.writeHead(status, headers).end(body);
}
