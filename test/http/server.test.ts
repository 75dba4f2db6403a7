import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import { loadConfig } from "../../src/config.ts";
import { pages } from "../../src/http/pages.ts";
import { createLogger } from "../../src/log.ts";
import { type RunningServer, startServer } from "../../src/server.ts";
import { startMailServer } from "../support/mail-server.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createAuthority } from "../support/tls.ts";
import { waitFor } from "../support/wait-for.ts";

const KEY = "server-test-key-0123456789abcdef";
const authorization = `Bearer ${KEY}`;
let dir: string;
let server: RunningServer;

async function serve(env: Record<string, string> = {}): Promise<{ server: RunningServer; dir: string }> {
  const folder = await mkdtemp(join(tmpdir(), "posthorn-server-"));
  const own = { POSTHORN_DATA_DIR: folder, POSTHORN_LISTEN: "127.0.0.1:0", POSTHORN_API_KEY: KEY };
  const loaded = loadConfig({ ...own, ...env }, { local: true });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const log = createLogger({ level: "error", format: "json", write: () => undefined });
  try {
    const server = await startServer({
      config: loaded.config,
      sources: loaded.sources,
      log,
      clock: systemClock,
      version: "0.0.0-test",
    });
    return { dir: folder, server };
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

beforeAll(async () => {
  ({ server, dir } = await serve());
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true });
});

const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);
const api = (path: string, init: RequestInit = {}) =>
  ask(`/api/v1${path}`, {
    ...init,
    headers: { authorization, "content-type": "application/json", ...init.headers },
  });

/** Sends bytes as they are and answers all that comes back until the other end closes. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

describe("the page", () => {
  test("keeps browsers on https where Posthorn is reached by https, and only there", async () => {
    const file = new Map([["/", { type: "text/html", gzip: Bun.gzipSync("") }]]);
    const header = async (baseUrl: string | null) =>
      (await pages(file, baseUrl).handle(new Request("http://localhost/"))).headers.get(
        "strict-transport-security",
      );
    expect(await header("https://hooks.example")).toBe("max-age=31536000");
    expect([await header("http://hooks.example"), await header(null)]).toEqual([null, null]);
  });

  test("is served with headers that let nothing in from elsewhere", async () => {
    const answer = await ask("/");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("text/html"),
    ]);
    const policy = answer.headers.get("content-security-policy") ?? "";
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ])
      expect(policy).toContain(rule);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    const html = await answer.text();
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    for (const [, path = ""] of html.matchAll(/<(?:script|link)[^>]*(?:src|href)="\.?(\/[^"]+)"/g)) {
      const file = await ask(path);
      expect([path, file.status, file.headers.get("cache-control")]).toEqual([
        path,
        200,
        expect.stringContaining("immutable"),
      ]);
      await file.bytes();
    }
  });

  test("answers HEAD as GET without a body", async () => {
    for (const path of ["/", "/healthz", "/readyz", "/api/v1/openapi.json"]) {
      const answer = await ask(path, { method: "HEAD" });
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, ""]);
    }
    const refused = await ask("/nope", { method: "HEAD" });
    expect([refused.status, await refused.text()]).toEqual([404, ""]);
  });

  test.each(["POST", "PUT", "OPTIONS"])("takes no %s", async (method) => {
    const answer = await ask("/", { method });
    expect([answer.status, answer.headers.get("allow"), answer.headers.get("content-type")]).toEqual([
      405,
      "GET",
      "application/problem+json",
    ]);
  });

  test.each(["/../package.json", "/%2e%2e/package.json", "//etc/passwd", "/index.html"])(
    "%s is no file of it",
    async (path) => {
      expect(await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toStartWith(
        "HTTP/1.1 404",
      );
    },
  );
});

describe("a body over the socket", () => {
  test("beyond what any request may have is refused as a problem too", async () => {
    const answer = await api("/events", { method: "POST", body: "x".repeat(17 * 1024 * 1024) });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([413, "application/problem+json"]);
    await answer.bytes();
  });

  test("that is compressed is refused as what it is", async () => {
    const headers = { "content-encoding": "gzip" };
    const answer = await api("/events", { method: "POST", body: Bun.gzipSync("{}"), headers });
    expect([answer.status, (await answer.json()).detail]).toEqual([
      415,
      "Send the body as it is, without a Content-Encoding.",
    ]);
  });

  const tooLarge = JSON.stringify({ type: "a", data: "x".repeat(300 * 1024) });

  test("that is too large is refused by its announced length", async () => {
    const answer = await api("/events", { method: "POST", body: tooLarge });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, "too_large"]);
  });

  test("that is too large is refused when it comes in chunks", async () => {
    const stream = new Blob([tooLarge]).stream();
    const answer = await api("/events", { method: "POST", body: stream });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, "too_large"]);
  });

  test("in chunks is read whole", async () => {
    const stream = new Blob(['{"type":"chunked",', '"data":1}']).stream();
    const answer = await api("/events", { method: "POST", body: stream });
    expect(answer.status).toBe(202);
    await answer.text();
  });

  test("far beyond what any batch may have is refused", async () => {
    const answer = await raw(
      `POST /api/v1/events/batch HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toStartWith("HTTP/1.1 413");
  });

  test("may be left out where it is optional, with a content type or without", async () => {
    const url = "http://127.0.0.1:4/";
    const made = (await (
      await api("/webhooks", { method: "POST", body: JSON.stringify({ url, event_types: ["x"] }) })
    ).json()) as { id: string };
    const path = `/webhooks/${made.id}/secret/rotate`;
    const bare = await fetch(`${server.url}/api/v1${path}`, { method: "POST", headers: { authorization } });
    const typed = await api(path, { method: "POST" });
    expect([bare.status, typed.status]).toEqual([200, 200]);
    await Promise.all([bare.text(), typed.text()]);
  });

  test("is not awaited from who has no key", async () => {
    const answer = await raw(
      "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toStartWith("HTTP/1.1 401");
  });
});

test("hosts of one letter reach the same routes, and none without a key", async () => {
  const get = (path: string, key = "") =>
    raw(`GET ${path} HTTP/1.1\r\nHost: x\r\n${key}Connection: close\r\n\r\n`);
  expect(await get("/api/v1/events", `Authorization: ${authorization}\r\n`)).toStartWith("HTTP/1.1 200");
  expect(await get("/zzz/api/v1/events")).toStartWith("HTTP/1.1 404");
  expect(await get("//api/v1/events")).not.toStartWith("HTTP/1.1 200");
  expect(await get("/api/v1/events/?x")).toStartWith("HTTP/1.1 401");
  expect(await get("/api/v1%2Fevents")).not.toStartWith("HTTP/1.1 200");
});

describe("metrics", () => {
  test("go to loopback, in the format that Prometheus reads", async () => {
    const answer = await ask("/metrics");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("version=0.0.4"),
    ]);
    const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    for (const line of lines)
      expect(line).toMatch(/^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e+-]+$/i);
    const names = new Set(lines.map((line) => line.replace(/[{ ].*/, "")));
    for (const name of [
      "posthorn_events_accepted_total",
      "posthorn_deliveries_pending",
      "posthorn_attempts_in_flight",
    ])
      expect(names).toContain(name);
  });

  test.each(["x-forwarded-for", "forwarded"])(
    "do not go to who comes through a proxy (%s)",
    async (header) => {
      const answer = await ask("/metrics", { headers: { [header]: "for=1.2.3.4" } });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([403, "application/problem+json"]);
      await answer.text();
    },
  );

  test("go to who has the token where one is set, from anywhere", async () => {
    const own = await serve({ POSTHORN_METRICS_TOKEN: "metrics-token-0123456789" });
    const asked = async (headers: Record<string, string>) =>
      (await fetch(`${own.server.url}/metrics`, { headers })).status;
    expect(await asked({})).toBe(403);
    expect(await asked({ authorization: "Bearer wrong" })).toBe(403);
    expect(
      await asked({ authorization: "Bearer metrics-token-0123456789", "x-forwarded-for": "1.2.3.4" }),
    ).toBe(200);
    await own.server.stop();
    await rm(own.dir, { recursive: true });
  });
});

test("a second process at the same address is refused, and does not share the requests", async () => {
  const { host } = new URL(server.url);
  await expect(serve({ POSTHORN_LISTEN: host })).rejects.toThrow(`Posthorn cannot listen on ${host}`);
});

describe("a request", () => {
  test.each([
    ["GET /healthz HTTP/1.0\r\n\r\n", "200", '"status":"ok"'],
    [`GET /api/v1/events HTTP/1.0\r\nAuthorization: ${authorization}\r\n\r\n`, "200", '"next_cursor"'],
    ["GET /api/v1/events HTTP/1.0\r\n\r\n", "401", '"code":"unauthorized"'],
    ["GET /nope HTTP/1.0\r\n\r\n", "404", '"code":"not_found"'],
  ])("without a host is answered: %j", async (text, status, part) => {
    const answer = await raw(text.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    expect(answer).toStartWith(`HTTP/1.1 ${status} `);
    expect(answer).toContain(part);
  });

  test.each(["a b", "[::1", "x/y", "localhost:99999999"])("whose host is %j is malformed", async (host) => {
    for (const path of ["/healthz", "/api/v1/events", "/nope"]) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toStartWith("HTTP/1.1 400 ");
      expect(answer).toContain('"code":"malformed_request"');
    }
  });
});

describe("a backup", () => {
  const copies = async () => (await readdir(dir)).filter((name) => name.startsWith("backup-"));

  test("leaves no file behind, also when its reader goes away", async () => {
    const whole = await api("/system/backup", { method: "POST" });
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "application/vnd.sqlite3"]);
    expect(Buffer.from(await whole.bytes()).toString("latin1", 0, 15)).toBe("SQLite format 3");
    await waitFor(async () => (await copies()).length === 0);
    const abort = new AbortController();
    const half = await api("/system/backup", { method: "POST", signal: abort.signal });
    await half.body?.getReader().read();
    abort.abort();
    await waitFor(async () => (await copies()).length === 0, "the copy to be removed");
  });
});

test("a process that stops answers 503 to new requests, finishes what is under way, and is not ready", async () => {
  let answerNow = () => {};
  const held = new Promise<number>((resolve) => {
    answerNow = () => resolve(200);
  });
  await using receiver: Receiver = await startReceiver(() => held);
  const own = await serve();
  const call = (path: string, body?: unknown) =>
    fetch(`${own.server.url}${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  await (await call("/api/v1/webhooks", { url: receiver.url, event_types: ["*"] })).text();
  await (await call("/api/v1/events", { type: "a", data: 1 })).text();
  await receiver.waitFor(1);
  const stopped = own.server.stop();
  const refused = await call("/api/v1/events", { type: "a", data: 2 });
  expect([
    refused.status,
    refused.headers.get("retry-after"),
    ((await refused.json()) as { code: string }).code,
  ]).toEqual([503, "5", "shutting_down"]);
  const ready = await call("/readyz");
  expect([ready.status, ((await ready.json()) as { detail: string }).detail]).toEqual([
    503,
    "Posthorn is draining.",
  ]);
  expect((await call("/healthz")).status).toBe(200);
  answerNow();
  await stopped;
  expect(receiver.requests).toHaveLength(1);
  await rm(own.dir, { recursive: true });
});

test("a request that is under way as it stops is answered", async () => {
  let answerNow = () => {};
  const held = new Promise<number>((resolve) => {
    answerNow = () => resolve(200);
  });
  await using receiver: Receiver = await startReceiver(() => held);
  const own = await serve();
  const post = (path: string, body: unknown) =>
    fetch(`${own.server.url}/api/v1${path}`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const made = await post("/webhooks", { url: receiver.url, event_types: ["*"] });
  const { id } = (await made.json()) as { id: string };
  const tested = post(`/webhooks/${id}/test`, {}).then(({ status }) => status, String);
  await receiver.waitFor(1);
  const stopped = own.server.stop();
  await waitFor(() =>
    fetch(`${own.server.url}/healthz`).then(
      ({ ok }) => !ok,
      () => true,
    ),
  );
  answerNow();
  expect(await tested).toBe(200);
  await stopped;
  await rm(own.dir, { recursive: true });
});

test("POSTHORN_CA_FILE is trusted for the mail server too", async () => {
  const authority = await createAuthority();
  const certificate = await authority.issue({ addresses: ["127.0.0.1"] });
  await using mail = await startMailServer({ tls: { ...certificate, begins: "smtps" } });
  const caFile = join(dir, "ca.pem");
  await writeFile(caFile, authority.ca);
  const { server, dir: folder } = await serve({ POSTHORN_SMTP_URL: mail.url, POSTHORN_CA_FILE: caFile });
  try {
    const answer = await fetch(`${server.url}/api/v1/settings/mail/test`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ to: "ops@example.test" }),
    });
    expect([answer.status, await answer.json()]).toEqual([200, { outcome: "accepted", error: null }]);
    expect(mail.received.map(({ to }) => to)).toEqual([["ops@example.test"]]);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});
