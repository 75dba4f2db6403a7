import { asc, eq, sql } from "drizzle-orm";
import { eventTypes } from "../../db/schema.ts";
import { textOf } from "../../http/body.ts";
import type { Principal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import type { NewEvent } from "../../outbox/enqueue.ts";
import { covers } from "../../outbox/match.ts";
import type { Target } from "../../outbox/targets.ts";
import { type SendTestDeps, sendTest } from "../../worker/send-test.ts";
import type { Attempt } from "../deliveries/model.ts";
import { getAttempt } from "../deliveries/read-attempts.ts";
import { SAMPLE_ACTOR } from "../profiles/sample.ts";
import type { TestEvent } from "./model.ts";
import { noteDeed } from "./note.ts";
import { findOwnWebhook } from "./read.ts";
import type { WebhooksDeps } from "./service.ts";
import { refuseForeignTypes } from "./validate.ts";

export type TestDeps = WebhooksDeps & SendTestDeps;

/** What is sent for a webhook whose patterns name no type of the catalogue. */
const FALLBACK_TYPE = "webhook.test";
const FALLBACK_DATA = '{"test":true}';

/**
 * Sends a test event now and answers the attempt. The type is the one given, else the first of the catalogue that the webhook
 * subscribes to; the data is what was given, else the type's example; the channel what was given, else the first that
 * the webhook selects; the actor what was given, else a made-up one, so that no header of the profile is missing. Throws 403,
 * 404, 409 for a webhook that is not verified.
 */
export async function testWebhook(
  deps: TestDeps,
  principal: Principal,
  id: string,
  input: TestEvent,
  request: Request,
): Promise<Attempt> {
  await findOwnWebhook(deps.query, principal, id);
  if (input.type !== undefined) refuseForeignTypes(principal, [input.type]);
  const target = deps.registry.webhook(id);
  if (target?.status === "unverified")
    throw new Problem("webhook_unverified", "The webhook's URL has to be verified first.");
  if (!target) throw new Problem("not_found", "There is no webhook with this id.");
  const event = await testEvent(deps, target, input, request);
  const delivery = deps.newId("dlv");
  const sent = { before: null, after: { event: event.id, type: event.type, delivery } };
  await deps.store.write([noteDeed(deps, principal, "webhook.tested", target, sent)]);
  await sendTest(deps, target, event, delivery);
  return getAttempt(deps, principal, delivery, "1");
}

async function testEvent(
  deps: TestDeps,
  target: Target,
  input: TestEvent,
  request: Request,
): Promise<NewEvent> {
  const type = input.type ?? (await firstType(deps, target));
  return {
    id: deps.newId("evt"),
    type,
    tenant: target.tenant,
    created: deps.clock.now(),
    data: input.data === undefined ? await exampleOf(deps, type) : (textOf(request, "data") ?? "null"),
    previousAttributes: input.previous_attributes ? textOf(request, "previous_attributes") : null,
    channel: input.channel === undefined ? (target.channels?.[0] ?? null) : input.channel,
    actor: input.actor === undefined ? SAMPLE_ACTOR : input.actor,
    idempotencyKey: null,
  };
}

async function firstType({ query }: TestDeps, { eventTypes: patterns }: Target): Promise<string> {
  const plain = patterns.find((pattern) => !pattern.includes("*"));
  if (plain) return plain;
  const rows = await query
    .select({ name: eventTypes.name })
    .from(eventTypes)
    .where(eq(eventTypes.declared, true))
    .orderBy(asc(eventTypes.name));
  return rows.find(({ name }) => patterns.some((pattern) => covers(pattern, name)))?.name ?? FALLBACK_TYPE;
}

async function exampleOf({ query }: TestDeps, type: string): Promise<string> {
  const [row] = await query
    .select({ example: sql<string | null>`${eventTypes.example}` })
    .from(eventTypes)
    .where(eq(eventTypes.name, type));
  return row?.example ?? FALLBACK_DATA;
}
