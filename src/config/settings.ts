import * as kinds from "./kinds.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** One row of the table below. Units and bounds are in the kind. */
export interface Setting<T = unknown> {
  readonly name: `POSTHORN_${string}`;
  readonly kind: kinds.Kind<T>;
  /** As the environment would say it; null leaves the setting unset. */
  readonly default: string | null;
  /** The default under `posthorn serve --local`, where it differs. */
  readonly local?: string;
  readonly meaning: string;
}

/** Every setting there is. Config, its checks, `config show` and README's table are made from it. */
export const settings = {
  listen: {
    name: "POSTHORN_LISTEN",
    kind: kinds.address,
    default: "127.0.0.1:8080",
    meaning: "Where to listen; port 0 takes any free one. The image sets 0.0.0.0:8080.",
  },
  baseUrl: {
    name: "POSTHORN_BASE_URL",
    kind: kinds.baseUrl,
    default: null,
    meaning: "How browsers and callers reach Posthorn, path included; unset: the listening address.",
  },
  dataDir: {
    name: "POSTHORN_DATA_DIR",
    kind: kinds.path,
    default: "./data",
    meaning: "Folder of the database and of the keys that Posthorn makes itself.",
  },
  databaseUrl: {
    name: "POSTHORN_DATABASE_URL",
    kind: kinds.databaseUrl,
    default: null,
    meaning: "Database to use instead of the file in the data folder.",
  },
  databaseAuthToken: {
    name: "POSTHORN_DATABASE_AUTH_TOKEN",
    kind: kinds.token(1),
    default: null,
    meaning: "Token for a database on a libSQL server.",
  },
  apiKey: {
    name: "POSTHORN_API_KEY",
    kind: kinds.token(24),
    default: null,
    meaning: "API key that may do everything; unset: made at first start as `api-key` in the data folder.",
  },
  adminEmail: {
    name: "POSTHORN_ADMIN_EMAIL",
    kind: kinds.email,
    default: null,
    meaning:
      "E-mail address of the first operator, who signs in with it and gets mail about webhooks in trouble.",
  },
  adminPassword: {
    name: "POSTHORN_ADMIN_PASSWORD",
    kind: kinds.password(10, 200),
    default: null,
    meaning:
      "Password that the first operator's account is made with, when there is none with this address; later it changes nothing.",
  },
  masterKey: {
    name: "POSTHORN_MASTER_KEY",
    kind: kinds.key32,
    default: null,
    meaning:
      "Key that encrypts webhook secrets in the database; unset: made at first start in the data folder.",
  },
  allowHttp: {
    name: "POSTHORN_ALLOW_HTTP",
    kind: kinds.boolean,
    default: "false",
    local: "true",
    meaning: "Allows webhooks with http URLs where the profile asks for https.",
  },
  egressAllow: {
    name: "POSTHORN_EGRESS_ALLOW",
    kind: kinds.cidrs,
    default: "",
    local: "127.0.0.0/8,::1/128",
    meaning: "Private addresses that webhooks may reach.",
  },
  egressDeny: {
    name: "POSTHORN_EGRESS_DENY",
    kind: kinds.cidrs,
    default: "",
    meaning: "Addresses that webhooks may not reach, even where another setting allows them.",
  },
  egressProxy: {
    name: "POSTHORN_EGRESS_PROXY",
    kind: kinds.url("an http or https URL", ["http:", "https:"]),
    default: null,
    meaning: "Proxy that every delivery goes through, by CONNECT to the address that was judged.",
  },
  egressProxyResolves: {
    name: "POSTHORN_EGRESS_PROXY_RESOLVES",
    kind: kinds.boolean,
    default: "false",
    meaning:
      "Hands names to the proxy, where this machine cannot resolve them: what they resolve to is then the proxy's to judge.",
  },
  caFile: {
    name: "POSTHORN_CA_FILE",
    kind: kinds.readableFile,
    default: null,
    meaning:
      "Certificates (PEM) of a private authority that webhooks and the mail server may use besides the public ones.",
  },
  maxEventBytes: {
    name: "POSTHORN_MAX_EVENT_BYTES",
    kind: kinds.integer(KIB, 16 * MIB, "bytes"),
    default: String(256 * KIB),
    meaning: "Largest request that publishes an event.",
  },
  concurrency: {
    name: "POSTHORN_CONCURRENCY",
    kind: kinds.integer(1, 4096, "attempts"),
    default: "256",
    meaning: "Attempts in flight at most.",
  },
  webhookConcurrency: {
    name: "POSTHORN_WEBHOOK_CONCURRENCY",
    kind: kinds.integer(1, 4096, "attempts"),
    default: "16",
    meaning: "Attempts in flight to one webhook at most; not more than `POSTHORN_CONCURRENCY`.",
  },
  retentionDays: {
    name: "POSTHORN_RETENTION_DAYS",
    kind: kinds.integer(0, 36500, "days"),
    default: "30",
    meaning: "How long finished events and attempts are kept; 0 keeps them for ever.",
  },
  role: {
    name: "POSTHORN_ROLE",
    kind: kinds.choice("all", "api", "worker"),
    default: "all",
    meaning: "What this process does when several share a database: take events, deliver them, or both.",
  },
  shutdownSeconds: {
    name: "POSTHORN_SHUTDOWN_SECONDS",
    kind: kinds.integer(0, 3600, "seconds"),
    default: "20",
    meaning: "How long a stop waits for attempts in flight.",
  },
  logLevel: {
    name: "POSTHORN_LOG_LEVEL",
    kind: kinds.choice("debug", "info", "warn", "error"),
    default: "info",
    meaning: "The least that is logged.",
  },
  logFormat: {
    name: "POSTHORN_LOG_FORMAT",
    kind: kinds.choice("text", "json"),
    default: "text",
    meaning: "Lines for people or for programs.",
  },
  smtpUrl: {
    name: "POSTHORN_SMTP_URL",
    kind: kinds.url("an smtp or smtps URL", ["smtp:", "smtps:"]),
    default: null,
    meaning: "Mail server for notifications, with user and password in the URL; unset: nobody gets mail.",
  },
  mailFrom: {
    name: "POSTHORN_MAIL_FROM",
    kind: kinds.mailbox,
    default: null,
    meaning:
      "Sender of notifications; unset: `POSTHORN_ADMIN_EMAIL`, else `posthorn` at the host of `POSTHORN_BASE_URL`.",
  },
  metricsToken: {
    name: "POSTHORN_METRICS_TOKEN",
    kind: kinds.token(1),
    default: null,
    meaning: "Bearer token for `/metrics`; unset: only this machine may read them.",
  },
  trustedProxies: {
    name: "POSTHORN_TRUSTED_PROXIES",
    kind: kinds.cidrs,
    default: "",
    meaning:
      "Reverse proxies whose `X-Forwarded-For` is believed: what it says is the address in the audit log.",
  },
} as const satisfies Record<string, Setting>;

/** A setting's field in `Config`. */
export type Field = keyof typeof settings;

/** The settings in the order of the table, with the field of each. */
export const settingsInOrder = Object.entries(settings) as [Field, Setting][];
