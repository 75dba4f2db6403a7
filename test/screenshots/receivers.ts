import type { Exchange, ExchangeResult, FaultKind } from "../../src/egress/exchange.ts";

/** What a receiver says to one request, before it is known how long that took. */
type Said =
  | { status: number; body: string; headers?: Record<string, string> }
  | { fault: FaultKind; error: string };

/** How a receiver behaves: `at` is how many hours before the end of the story, `luck` is random from 0 to 1. */
type Habit = { tookMs: number; say(at: number, luck: number): Said };

const JSON_TYPE = { "content-type": "application/json", server: "nginx" };
const HTML_TYPE = { "content-type": "text/html; charset=utf-8", server: "nginx" };

const thanks: Said = { status: 200, body: '{"received":true,"credit":1.50}', headers: JSON_TYPE };
const busy: Said = {
  status: 503,
  headers: { ...HTML_TYPE, "retry-after": "120" },
  body: "<html>\n<head><title>503 Service Temporarily Unavailable</title></head>\n<body>\n<center><h1>503 Service Temporarily Unavailable</h1></center>\n</body>\n</html>\n",
};
const hostile: Said = {
  status: 500,
  headers: { ...JSON_TYPE, "x-error": "<img src=x onerror=alert(1)>" },
  body: `{"error":"<script>alert(document.cookie)</script>","where":"${"a/very/long/path/".repeat(40)}","سبب":"تعذّر حفظ الطلب"}`,
};

const fault = (kind: FaultKind, error: string): Said => ({ fault: kind, error });
const since =
  (hours: number, said: Said, else_: Said = thanks) =>
  (at: number) =>
    at < hours ? said : else_;

/** By the first part of the host's name; whoever is not here always takes what comes. */
const habits: Record<string, Habit> = {
  erp: { tookMs: 140, say: (_, luck) => (luck < 0.02 ? busy : thanks) },
  warehouse: { tookMs: 60, say: since(5.4, busy) },
  billing: { tookMs: 90, say: (_, luck) => (luck < 0.004 ? hostile : thanks) },
  legacy: {
    tookMs: 240,
    say: since(
      2.3,
      fault("tls_error", "The certificate of legacy.contoso.example expired on 22 November 2026."),
    ),
  },
  slow: {
    tookMs: 1900,
    say: (_, luck) =>
      luck < 0.08
        ? fault("timeout", "slow.greenleaf.example took the request but did not answer within 15 s.")
        : thanks,
  },
  typo: { tookMs: 30, say: since(26, fault("dns_error", "The name typo.greenleaf.example does not exist.")) },
  moved: {
    tookMs: 70,
    say: since(0.4, { status: 301, body: "", headers: { location: "https://new.fabrikam.example/hooks" } }),
  },
  retired: { tookMs: 45, say: since(30, { status: 410, body: "Gone", headers: HTML_TYPE }) },
  hostile: { tookMs: 110, say: (_, luck) => (luck < 0.3 ? hostile : thanks) },
};

const plain: Habit = { tookMs: 75, say: () => thanks };

/** A sender that reaches nobody: it answers as the receivers of the story would. `hoursLeft` is until the story's end. */
export function storySender(hoursLeft: () => number, random: () => number) {
  return {
    async send({ url, method }: Exchange): Promise<ExchangeResult> {
      const { hostname, searchParams } = new URL(url);
      const { tookMs, say } = habits[hostname.split(".")[0] ?? ""] ?? plain;
      const challenge = method === "GET" ? searchParams.get("hub.challenge") : null;
      const said = challenge !== null ? answerTo(hostname, challenge) : say(hoursLeft(), random());
      return exchanged(said, Math.round(tookMs * (0.6 + 1.1 * random() ** 3)));
    },
  };
}

const answerTo = (hostname: string, challenge: string): Said =>
  hostname.startsWith("unproven") ? { status: 404, body: "Not Found" } : { status: 200, body: challenge };

function exchanged(said: Said, took: number): ExchangeResult {
  if ("fault" in said) {
    const total = said.fault === "timeout" ? 15_000 : took;
    const connected = said.fault === "timeout";
    const timings = {
      dns: 3,
      connect: connected ? 21 : null,
      tls: connected ? 34 : null,
      first_byte: null,
      total,
    };
    const remoteAddress = said.fault === "dns_error" ? null : "203.0.113.24";
    return { kind: said.fault, error: said.error, response: null, timings, remoteAddress };
  }
  const { status, body, headers = HTML_TYPE } = said;
  const first = Math.max(1, took - 52);
  return {
    kind: "response",
    response: { statusCode: status, headers, body, truncated: false },
    timings: { dns: 2, connect: 18, tls: 31, first_byte: first, total: first + 52 },
    remoteAddress: "203.0.113.24",
  };
}
