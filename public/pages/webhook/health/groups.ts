import type { Series } from "../../../components/uplot.ts";
import type { PlainKey } from "../../../texts/index.ts";

type Group = { name: PlainKey; colour: Series["colour"]; outcomes: readonly string[] };

/** Outcomes as the chart draws them: what mends them differs. Source: src/outbox/states.ts. */
export const groups: readonly Group[] = [
  { name: "webhook.health.delivered", colour: "accent", outcomes: ["success"] },
  {
    name: "webhook.health.refused",
    colour: "bad",
    outcomes: ["http_error", "redirect", "response_too_large", "invalid_response"],
  },
  { name: "webhook.health.timeout", colour: "warn", outcomes: ["timeout"] },
  {
    name: "webhook.health.unreached",
    colour: "idle",
    outcomes: ["dns_error", "connection_error", "tls_error", "blocked"],
  },
];

/** How many attempts ended in one of these ways. */
export const countOf = (byOutcome: Record<string, number>, outcomes: readonly string[]): number =>
  outcomes.reduce((sum, outcome) => sum + (byOutcome[outcome] ?? 0), 0);
