import { eq, sql } from "drizzle-orm";
import type { Query } from "../../db/query.ts";
import { eventTypes } from "../../db/schema.ts";
import { rawRequest } from "../../egress/raw.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid } from "../../http/problem.ts";
import type { Profile } from "../../wire/profile.ts";
import { render } from "../../wire/render.ts";
import { type WebhookRules, webhookFaults } from "../webhooks/validate.ts";
import type { Preview, Sample } from "./model.ts";
import { type EventTexts, sampleSubject, sampleUrl } from "./sample.ts";

export type PreviewDeps = WebhookRules & { query: Query; userAgent: string };

/**
 * The exact request that a webhook of this profile would get, byte for byte, and when its attempts would be made. Pure but
 * for the check of the sample's webhook. Throws 422 for a sample that could not be sent.
 */
export function previewRequest(
  { policy, userAgent }: PreviewDeps,
  profile: Profile,
  sample: Sample,
  texts: EventTexts,
  viewer: Principal,
): Preview {
  const subject = sampleSubject(profile, sample, texts);
  const url = sampleUrl(sample);
  const { headers: own, secrets } = subject.webhook;
  const secret = { value: secrets[0] ?? "", pointer: "/secret" };
  const rules = { policy, allowHttp: true };
  const { faults } = webhookFaults({ url, headers: own, secret }, profile, rules, viewer);
  if (faults.length > 0)
    throw invalid(faults.map(({ pointer, detail }) => ({ pointer: `/sample/webhook${pointer}`, detail })));
  const { headers, body } = render(profile, subject, userAgent);
  const raw = rawRequest({ method: "POST", url, headers, body });
  return { method: "POST", url, headers, body, raw, attempts: schedule(profile) };
}

/** When each attempt of a delivery is made, in seconds, without jitter. */
export function schedule({ retry }: Profile): Preview["attempts"] {
  let total = 0;
  return [0, ...retry.delays_seconds].map((delay, i) => {
    total += delay;
    return { number: i + 1, delay_seconds: delay, total_seconds: total };
  });
}

/** The sample of an event type: its example, where the catalogue has one. */
export async function sampleOfType(
  { query }: PreviewDeps,
  type: string | undefined,
): Promise<{ sample: Sample; texts: EventTexts }> {
  if (type === undefined) return { sample: {}, texts: { data: null, previousAttributes: null } };
  const [row] = await query
    .select({ example: sql<string | null>`${eventTypes.example}` })
    .from(eventTypes)
    .where(eq(eventTypes.name, type));
  return { sample: { event: { type } }, texts: { data: row?.example ?? null, previousAttributes: null } };
}
