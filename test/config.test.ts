import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settings } from "../src/config/settings.ts";
import { describeConfig } from "../src/config/show.ts";
import type { Environment } from "../src/config/sources.ts";
import { type Config, loadConfig } from "../src/config.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "posthorn-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function good(env: Environment, options: { local?: boolean } = {}) {
  const loaded = loadConfig(env, options);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded;
}

function faults(env: Environment): string[] {
  const loaded = loadConfig(env);
  return loaded.ok ? [] : loaded.faults.map(({ name, detail }) => `${name}: ${detail}`);
}

const KEY = "k".repeat(24);
const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");

describe("an empty environment", () => {
  test("gives the documented defaults", () => {
    expect(good({}).config).toEqual({
      listen: { host: "127.0.0.1", port: 8080 },
      baseUrl: null,
      dataDir: "./data",
      databaseUrl: null,
      databaseAuthToken: null,
      apiKey: null,
      adminEmail: null,
      adminPassword: null,
      masterKey: null,
      allowHttp: false,
      egressAllow: [],
      egressDeny: [],
      egressProxy: null,
      egressProxyResolves: false,
      caFile: null,
      maxEventBytes: 262144,
      concurrency: 256,
      webhookConcurrency: 16,
      retentionDays: 30,
      role: "all",
      shutdownSeconds: 20,
      logLevel: "info",
      logFormat: "text",
      smtpUrl: null,
      mailFrom: null,
      metricsToken: null,
      trustedProxies: [],
    });
  });

  test("gives each value the source default, and no warning", () => {
    const { sources, warnings } = good({});
    expect(new Set(sources.values())).toEqual(new Set(["default"]));
    expect(sources.size).toBe(Object.keys(settings).length);
    expect(warnings).toEqual([]);
  });

  test("gives a config that is frozen throughout", () => {
    const { config } = good({});
    for (const part of [config, config.listen, config.egressAllow]) expect(Object.isFrozen(part)).toBe(true);
  });
});

const accepted: [name: string, text: string, field: keyof Config, value: unknown][] = [
  ["POSTHORN_LISTEN", "[::1]:8080", "listen", { host: "::1", port: 8080 }],
  ["POSTHORN_LISTEN", "[::]:0", "listen", { host: "::", port: 0 }],
  ["POSTHORN_LISTEN", "localhost:65535", "listen", { host: "localhost", port: 65535 }],
  ["POSTHORN_BASE_URL", "https://example.com/", "baseUrl", "https://example.com"],
  ["POSTHORN_BASE_URL", "http://example.com:8080/hooks/", "baseUrl", "http://example.com:8080/hooks"],
  ["POSTHORN_DATABASE_URL", "file:/var/lib/posthorn.db", "databaseUrl", "file:/var/lib/posthorn.db"],
  ["POSTHORN_DATABASE_URL", "libsql://db.example.com", "databaseUrl", "libsql://db.example.com"],
  ["POSTHORN_DATABASE_URL", "http://127.0.0.1:8081", "databaseUrl", "http://127.0.0.1:8081"],
  ["POSTHORN_API_KEY", KEY, "apiKey", KEY],
  ["POSTHORN_MASTER_KEY", MASTER_KEY, "masterKey", MASTER_KEY],
  ["POSTHORN_ALLOW_HTTP", "1", "allowHttp", true],
  ["POSTHORN_ALLOW_HTTP", "true", "allowHttp", true],
  ["POSTHORN_ALLOW_HTTP", "0", "allowHttp", false],
  ["POSTHORN_EGRESS_ALLOW", "10.0.0.0/8, fd00::/8", "egressAllow", ["10.0.0.0/8", "fd00::/8"]],
  ["POSTHORN_EGRESS_PROXY", "http://proxy.internal:3128", "egressProxy", "http://proxy.internal:3128"],
  ["POSTHORN_MAX_EVENT_BYTES", "1024", "maxEventBytes", 1024],
  ["POSTHORN_CONCURRENCY", "4096", "concurrency", 4096],
  ["POSTHORN_WEBHOOK_CONCURRENCY", "256", "webhookConcurrency", 256],
  ["POSTHORN_RETENTION_DAYS", "0", "retentionDays", 0],
  ["POSTHORN_ROLE", "worker", "role", "worker"],
  ["POSTHORN_SHUTDOWN_SECONDS", "0", "shutdownSeconds", 0],
  ["POSTHORN_LOG_FORMAT", "json", "logFormat", "json"],
  [
    "POSTHORN_SMTP_URL",
    "smtps://user:pass@mail.example.com",
    "smtpUrl",
    "smtps://user:pass@mail.example.com",
  ],
  ["POSTHORN_MAIL_FROM", "Posthorn <p@example.com>", "mailFrom", "Posthorn <p@example.com>"],
];

test.each(accepted)("%s=%s is accepted", (name, text, field, value) => {
  const { config, sources } = good({ [name]: text });
  expect(config[field]).toEqual(value as never);
  expect(sources.get(name)).toBe("env");
});

const refused: Record<string, string[]> = {
  POSTHORN_LISTEN: [
    "8080",
    "127.0.0.1",
    ":8080",
    "::1:80",
    "[127.0.0.1]:80",
    "[::1]",
    "a:65536",
    "http://a:1",
  ],
  POSTHORN_BASE_URL: [
    "example.com",
    "ftp://e.com",
    "https://e.com/?a",
    "https://e.com/#a",
    "https://u:p@e.com",
  ],
  POSTHORN_DATABASE_URL: [
    "data.db",
    "postgres://e.com/db",
    ":memory:",
    "file:",
    "file:a?b",
    "libsql://u:p@e.com",
  ],
  POSTHORN_DATABASE_AUTH_TOKEN: ["two words"],
  POSTHORN_API_KEY: ["k".repeat(23), `${KEY} `, `${KEY}\r\nX: y`, `${KEY}é`],
  POSTHORN_MASTER_KEY: [
    "short",
    Buffer.alloc(31).toString("base64"),
    Buffer.alloc(32, 255).toString("base64url"),
    `${MASTER_KEY}!`,
    MASTER_KEY.replace("=", ""),
  ],
  POSTHORN_ALLOW_HTTP: ["yes", "TRUE", "2", "toString"],
  POSTHORN_EGRESS_ALLOW: ["10.0.0.1", "10/8", "10.0.0.0/33", "fe80::%eth0/64", "10.0.0.0/8,", "0x7f.0.0.1/8"],
  POSTHORN_EGRESS_DENY: ["::/129", "all"],
  POSTHORN_TRUSTED_PROXIES: ["proxy.internal"],
  POSTHORN_EGRESS_PROXY: ["socks5://127.0.0.1:1080", "proxy:3128"],
  POSTHORN_CA_FILE: ["/nowhere/ca.pem", "/"],
  POSTHORN_MAX_EVENT_BYTES: ["1023", "16777217", "256k", "-1", "1e5", " 2048"],
  POSTHORN_CONCURRENCY: ["0", "4097"],
  POSTHORN_WEBHOOK_CONCURRENCY: ["0", "257"],
  POSTHORN_RETENTION_DAYS: ["36501", "1.5"],
  POSTHORN_ROLE: ["both"],
  POSTHORN_SHUTDOWN_SECONDS: ["3601"],
  POSTHORN_LOG_LEVEL: ["trace"],
  POSTHORN_LOG_FORMAT: ["pretty"],
  POSTHORN_SMTP_URL: ["https://mail.example.com", "mail.example.com:25"],
  POSTHORN_MAIL_FROM: [
    "p@example.com\r\nBcc: x@example.com",
    "nobody",
    "Posthorn <p@example.com",
    "p@example.com>",
  ],
  POSTHORN_METRICS_TOKEN: ["two words"],
};

test.each(Object.entries(refused).flatMap(([name, texts]) => texts.map((text) => [name, text] as const)))(
  "%s=%j is refused with what is expected",
  (name, text) => {
    const found = faults({ [name]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith(`${name}: expected `);
  },
);

test("a fault quotes an open value and never one that may hold a secret", () => {
  const open = faults({ POSTHORN_CONCURRENCY: "many" });
  expect(open).toEqual(['POSTHORN_CONCURRENCY: expected an integer from 1 to 4096 (attempts), not "many"']);
  const secrets = faults({
    POSTHORN_API_KEY: "hush-key",
    POSTHORN_MASTER_KEY: "hush-master",
    POSTHORN_ADMIN_EMAIL: "a@example.com",
    POSTHORN_ADMIN_PASSWORD: "hush",
    POSTHORN_DATABASE_URL: "postgres://user:hush@example.com",
    POSTHORN_DATABASE_AUTH_TOKEN: "hush hush",
    POSTHORN_SMTP_URL: "mail://user:hush@example.com",
    POSTHORN_EGRESS_PROXY: "socks5://user:hush@example.com",
    POSTHORN_METRICS_TOKEN: "hush hush",
    POSTHORN_BASE_URL: "https://user:hush@example.com",
  });
  expect(secrets).toHaveLength(9);
  expect(secrets.join()).not.toContain("hush");
});

test("all faults are reported together", () => {
  const found = faults({
    POSTHORN_LISTEN: "8080",
    POSTHORN_ROLE: "both",
    POSTHORN_ADMIN_EMAIL: "a@example.com",
    POSTHORN_CONCURRENCY: "8",
    POSTHORN_WEBHOOK_CONCURRENCY: "9",
    POSTHORN_API_KEY_FILE: "/nowhere/key",
  });
  expect(found).toEqual([
    'POSTHORN_LISTEN: expected an address and port such as 127.0.0.1:8080 or [::1]:8080, not "8080"',
    "POSTHORN_API_KEY: cannot read the file /nowhere/key (ENOENT)",
    'POSTHORN_ROLE: expected all, api, or worker, not "both"',
    "POSTHORN_ADMIN_PASSWORD: is needed beside POSTHORN_ADMIN_EMAIL",
    "POSTHORN_WEBHOOK_CONCURRENCY: expected at most POSTHORN_CONCURRENCY (8)",
  ]);
});

test("the password of the first operator needs the e-mail address too", () => {
  expect(faults({ POSTHORN_ADMIN_PASSWORD: "long enough" })).toEqual([
    "POSTHORN_ADMIN_EMAIL: is needed beside POSTHORN_ADMIN_PASSWORD",
  ]);
  const same = { POSTHORN_ADMIN_EMAIL: "Ada@example.com", POSTHORN_ADMIN_PASSWORD: "ada@Example.com" };
  expect(faults(same)).toEqual(["POSTHORN_ADMIN_PASSWORD: expected another than POSTHORN_ADMIN_EMAIL"]);
  expect(faults({ ...same, POSTHORN_ADMIN_PASSWORD: "x".repeat(201) })).toEqual([
    "POSTHORN_ADMIN_PASSWORD: expected 10 to 200 characters",
  ]);
  const both = { POSTHORN_ADMIN_EMAIL: "a@example.com", POSTHORN_ADMIN_PASSWORD: "long enough" };
  expect(good(both).config).toMatchObject({ adminEmail: "a@example.com", adminPassword: "long enough" });
});

test("the default for one webhook gives way to a smaller limit for all", () => {
  expect(good({ POSTHORN_CONCURRENCY: "4" }).config.webhookConcurrency).toBe(4);
});

describe("NAME_FILE", () => {
  test.each(["\n", "\r\n", ""])("gives the file's text without its line end %j", (end) => {
    const { config, sources } = good({ POSTHORN_API_KEY_FILE: file("key", `${KEY}${end}`) });
    expect(config.apiKey).toBe(KEY);
    expect(sources.get("POSTHORN_API_KEY")).toBe("file");
  });

  test("keeps spaces and all line ends but the last", () => {
    const env = {
      POSTHORN_ADMIN_EMAIL: "a@example.com",
      POSTHORN_ADMIN_PASSWORD_FILE: file("password", " pass  word \n\n"),
    };
    expect(good(env).config.adminPassword).toBe(" pass  word \n");
  });

  test("is a fault beside NAME", () => {
    expect(faults({ POSTHORN_ROLE: "api", POSTHORN_ROLE_FILE: file("role", "api") })).toEqual([
      "POSTHORN_ROLE: set this or POSTHORN_ROLE_FILE, not both",
    ]);
  });

  test("is a fault when the file is missing, a folder or empty", () => {
    const empty = file("empty", "\n");
    expect(faults({ POSTHORN_ROLE_FILE: folder })).toEqual([
      `POSTHORN_ROLE: cannot read the file ${folder} (EISDIR)`,
    ]);
    expect(faults({ POSTHORN_ROLE_FILE: empty })).toEqual([`POSTHORN_ROLE: the file ${empty} is empty`]);
  });
});

test("a variable without text counts as unset", () => {
  const { config, sources } = good({ POSTHORN_API_KEY: "", POSTHORN_API_KEY_FILE: "", POSTHORN_ROLE: "" });
  expect(config).toMatchObject({ apiKey: null, role: "all" });
  expect(sources.get("POSTHORN_ROLE")).toBe("default");
});

describe("an unknown name", () => {
  test.each([
    ["POSTHORN_LISTENN", "POSTHORN_LISTEN"],
    ["POSTHORN_APIKEY", "POSTHORN_API_KEY"],
    ["POSTHORN_API_KEY_FLIE", "POSTHORN_API_KEY_FILE"],
    ["POSTHORN_PORT", "POSTHORN_ROLE"],
  ])("%s is a warning that names %s", (name, nearest) => {
    expect(good({ [name]: "1" }).warnings).toEqual([`${name} is not a setting; did you mean ${nearest}?`]);
  });

  test("is no warning when it is not ours, or comes from Kubernetes", () => {
    const env = {
      PATH: "/bin",
      POSTHORN_PORT: "tcp://10.0.0.1:8080",
      POSTHORN_PORT_8080_TCP_ADDR: "10.0.0.1",
      POSTHORN_SERVICE_HOST: "10.0.0.1",
      POSTHORN_SERVICE_PORT_HTTP: "8080",
    };
    expect(good(env).warnings).toEqual([]);
  });
});

describe("serve --local", () => {
  test("opens http and loopback", () => {
    const { config, sources } = good({}, { local: true });
    expect(config).toMatchObject({ allowHttp: true, egressAllow: ["127.0.0.0/8", "::1/128"] });
    expect(sources.get("POSTHORN_ALLOW_HTTP")).toBe("local");
    expect(sources.get("POSTHORN_EGRESS_ALLOW")).toBe("local");
    expect(sources.get("POSTHORN_LISTEN")).toBe("default");
  });

  test("gives way to a variable", () => {
    const env = { POSTHORN_ALLOW_HTTP: "false", POSTHORN_EGRESS_ALLOW: "10.0.0.0/8" };
    const { config } = good(env, { local: true });
    expect(config).toMatchObject({ allowHttp: false, egressAllow: ["10.0.0.0/8"] });
  });
});

test("what an operator is shown holds no secret", () => {
  const env = {
    POSTHORN_API_KEY: "hush".repeat(6),
    POSTHORN_DATABASE_URL: "libsql://db.example.com",
    POSTHORN_SMTP_URL: "smtp://user:hush@mail.example.com?x=hush",
    POSTHORN_LISTEN: "[::1]:80",
  };
  const rows = describeConfig(good(env));
  expect(JSON.stringify(rows)).not.toContain("hush");
  expect(rows).toContainEqual({ name: "POSTHORN_API_KEY", value: "********", source: "env" });
  expect(rows).toContainEqual({
    name: "POSTHORN_DATABASE_URL",
    value: "libsql://db.example.com",
    source: "env",
  });
  expect(rows).toContainEqual({
    name: "POSTHORN_SMTP_URL",
    value: "smtp://********:********@mail.example.com/?********",
    source: "env",
  });
  expect(rows).toContainEqual({ name: "POSTHORN_LISTEN", value: "[::1]:80", source: "env" });
  expect(rows).toContainEqual({ name: "POSTHORN_MASTER_KEY", value: "", source: "default" });
});
