import type { Statement, Store } from "../db/store.ts";
import { isGzip } from "../egress/decode.ts";
import type { Exchange, Received } from "../egress/exchange.ts";
import type { NewId } from "../ids.ts";
import { changeOf, tellingChange } from "../outbox/happening.ts";
import type { Registry } from "../outbox/registry.ts";
import { PAUSED } from "../outbox/states.ts";
import type { Target } from "../outbox/targets.ts";
import type { Profile } from "../wire/profile.ts";
import { liveSecrets } from "./compose.ts";
import type { SendDeps } from "./send.ts";

export type VerifyDeps = SendDeps & {
  store: Store;
  registry: Registry;
  newId: NewId;
  /** Where Posthorn says that it sends from. */
  origin: string;
  /** A fresh unguessable text. */
  challenge(): string;
};

/**
 * Asks a webhook's URL to prove that it is its owner's; proven, the webhook is active, or paused where somebody wants it to wait,
 * else it is `unverified`. One whose URL or kind of proof was changed or that was disabled meanwhile stays as it is.
 */
export type Verify = (webhook: string) => Promise<void>;

type Handshake = {
  ask(target: Target, deps: VerifyDeps, challenge: string): Pick<Exchange, "method" | "url" | "headers">;
  /** What is wrong with the answer, in one plain sentence, or null. */
  fault(answer: Received, deps: VerifyDeps, challenge: string): string | null;
};

const handshakes: Record<Exclude<Profile["verification"], "none">, Handshake> = {
  "hub-challenge": {
    ask: (target, { clock }, challenge) => ({
      method: "GET",
      url: withQuery(target.url, {
        "hub.mode": "subscribe",
        "hub.challenge": challenge,
        "hub.verify_token": liveSecrets(target, clock.now())[0] ?? "",
      }),
      headers: [],
    }),
    fault: ({ statusCode, headers, body, truncated }, _, challenge) => {
      if (statusCode !== 200) return `The receiver answered the challenge with ${statusCode} instead of 200.`;
      return body === challenge && !truncated && !isGzip(headers)
        ? null
        : "The receiver's answer was not the challenge.";
    },
  },
  "cloudevents-consent": {
    ask: ({ url }, { origin }) => ({ method: "OPTIONS", url, headers: [["WebHook-Request-Origin", origin]] }),
    fault: ({ statusCode, headers }, { origin }) => {
      const allowed = headers["webhook-allowed-origin"];
      if (Math.floor(statusCode / 100) !== 2)
        return `The receiver answered ${statusCode} when asked for consent.`;
      return allowed === "*" || allowed === origin
        ? null
        : `The receiver does not allow events from ${origin}.`;
    },
  },
};

export function createVerify(deps: VerifyDeps): Verify {
  const kindOf = (webhook: string) => deps.registry.webhook(webhook)?.profile.verification;
  return async (webhook) => {
    const target = deps.registry.webhook(webhook);
    if (!target || target.profile.verification === "none") return;
    const kind = target.profile.verification;
    const error = await prove(deps, target, handshakes[kind]);
    // An answer to a question that the profile does not ask any more.
    if (kindOf(webhook) !== kind) return;
    await deps.store.write(outcome(deps, target, error));
    await deps.registry.refresh(webhook);
  };
}

/** Read from the row as it is now: somebody may have paused the webhook while it was asked. */
const WAITS = `(w.status = 'paused' OR w.status = 'unverified' AND w.status_reason = '${PAUSED}')`;
const PROVEN = `status = CASE WHEN ${WAITS} THEN 'paused' ELSE 'active' END, status_reason = NULL`;
const UNPROVEN = `status = 'unverified', status_reason = CASE WHEN ${WAITS} THEN '${PAUSED}' END`;

/** A refusal is told of in the same transaction. */
function outcome({ clock, newId }: VerifyDeps, { id, url }: Target, error: string | null): Statement[] {
  const at = clock.now();
  const set = {
    sql: `${error === null ? PROVEN : UNPROVEN}, verified_at = ?, verification_error = ?`,
    args: [at, error],
  };
  const when = { sql: "w.url = ? AND w.status <> 'disabled' AND w.deleted_at IS NULL", args: [url] };
  if (error === null) return [changeOf(id, set, when)];
  const told = { id: newId("evt"), kind: "webhook.verification_failed", at, more: { error } } as const;
  return tellingChange(id, set, when, told);
}

async function prove(deps: VerifyDeps, target: Target, { ask, fault }: Handshake): Promise<string | null> {
  const challenge = deps.challenge();
  const { method, url, headers } = ask(target, deps, challenge);
  const { profile } = target;
  const result = await deps.send({
    method,
    url,
    headers: [["User-Agent", deps.userAgent], ...headers],
    body: null,
    timeoutMs: profile.timeout_seconds * 1000,
    requireHttps: profile.require_https && !deps.allowHttp,
  });
  return result.kind === "response" ? fault(result.response, deps, challenge) : result.error;
}

/** Behind the URL's own query, which stays as its owner wrote it: it may be signed. */
function withQuery(url: string, parameters: Record<string, string>): string {
  const parsed = new URL(url);
  const own = parsed.search.slice(1);
  parsed.search = `${own}${own === "" ? "" : "&"}${new URLSearchParams(parameters)}`;
  return parsed.href;
}
