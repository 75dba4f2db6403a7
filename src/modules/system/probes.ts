import { timingSafeEqual } from "node:crypto";
import { Elysia } from "elysia";
import type { Store } from "../../db/store.ts";
import { Problem } from "../../http/problem.ts";
import { hashKey } from "../api-keys/keyring.ts";
import type { Health } from "./health.ts";
import type { Metrics } from "./metrics.ts";

export type ProbesDeps = {
  health: Health;
  store: Store;
  metrics: Metrics;
  metricsToken: string | null;
  version: string;
};

/** What the machinery around Posthorn asks: is it there, can it work, how much does it do. */
export const probes = ({ health, store, metrics, metricsToken, version }: ProbesDeps) =>
  new Elysia()
    .get("/healthz", () => ({ status: "ok", version }))
    .get("/readyz", async () => {
      const reason = await health.notReady(store);
      if (reason) throw new Problem(health.phase === "draining" ? "shutting_down" : "not_ready", reason);
      return { status: "ready" };
    })
    .get("/metrics", async ({ request, server }) => {
      const address = server?.requestIP(request)?.address;
      if (!maySeeMetrics(request, address, metricsToken))
        throw new Problem("forbidden", metricsToken ? TOKEN_NEEDED : LOOPBACK_ONLY);
      return new Response(await metrics.render(), { headers: { "content-type": metrics.contentType } });
    });

const TOKEN_NEEDED = "Send POSTHORN_METRICS_TOKEN as a bearer token.";
const LOOPBACK_ONLY = "Metrics go to this machine only, unless POSTHORN_METRICS_TOKEN is set.";
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Behind a proxy on the same machine everybody comes from loopback, so a forwarded request is not from here. */
function maySeeMetrics({ headers }: Request, address: string | undefined, token: string | null): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (token !== null) return given !== undefined && isSame(given, token);
  const forwarded = headers.has("x-forwarded-for") || headers.has("forwarded");
  return address !== undefined && LOOPBACK.test(address) && !forwarded;
}

const isSame = (a: string, b: string) => timingSafeEqual(Buffer.from(hashKey(a)), Buffer.from(hashKey(b)));
