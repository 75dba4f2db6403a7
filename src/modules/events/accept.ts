import type { Query } from "../../db/query.ts";
import { memberOf, type RawBody } from "../../http/body.ts";
import { type Principal, tenantFor } from "../../http/principal.ts";
import { invalid, Problem } from "../../http/problem.ts";
import { momentOf } from "../../http/time.ts";
import { type EnqueueDeps, enqueue, type NewEvent } from "../../outbox/enqueue.ts";
import { OPERATOR_TENANT } from "../../outbox/happening.ts";
import { covers } from "../../outbox/match.ts";
import { refuseDeleting } from "../tenants/deleting.ts";
import { type AdmissionDeps, refusalOf } from "./admission.ts";
import { type Accepted, acceptedBefore, answer, firstAnswer } from "./first-answer.ts";
import type { NewEventBody } from "./model.ts";

export type AcceptDeps = EnqueueDeps &
  AdmissionDeps & { query: Query; metrics: { accepted(events: number): void } };

/** An event as it came: checked, with the text it came as and the spans of its members. */
export type Submitted = RawBody & { body: NewEventBody };

/**
 * Accepts one event: durable with all of its deliveries when this resolves. The same event again answers the first answer,
 * `replayed`. Throws 403, 409 `event_id_conflict`, 422, or StoreError; then nothing was written.
 */
export async function acceptEvent(
  deps: AcceptDeps,
  principal: Principal,
  submitted: Submitted,
  idempotencyKey: string | null,
): Promise<Accepted> {
  const event = toEvent(deps, principal, submitted, idempotencyKey);
  refuseReserved(event);
  refuseDeleting(deps.registry, event.tenant);
  const refusal = await refusalOf(deps, event);
  if (refusal) return answerAgain(deps, event, submitted.body, refusal);
  const enqueued = await enqueue(deps, event);
  if (enqueued.outcome === "exists")
    return firstAnswer(deps, await acceptedBefore(deps, event), event, submitted.body);
  deps.metrics.accepted(1);
  return { replayed: false, event: answer(event, enqueued.deliveries) };
}

function toEvent(
  { newId, clock }: AcceptDeps,
  principal: Principal,
  { body, ...raw }: Submitted,
  idempotencyKey: string | null,
): NewEvent {
  refuseForeignType(principal, body.type);
  const { id = newId("evt"), type, channel = null, actor = null, created } = body;
  return {
    id,
    type,
    channel,
    actor,
    tenant: tenantFor(principal, body.tenant),
    created: created === undefined ? clock.now() : momentOf(created, "/created"),
    data: memberOf(raw, "data") ?? "null",
    previousAttributes: body.previous_attributes ? memberOf(raw, "previous_attributes") : null,
    idempotencyKey,
  };
}

function refuseReserved({ tenant }: NewEvent): void {
  if (tenant === OPERATOR_TENANT)
    throw new Problem("forbidden", `Only Posthorn itself publishes events of the tenant ${OPERATOR_TENANT}.`);
}

function refuseForeignType({ eventTypes }: Principal, type: string): void {
  if (eventTypes && !eventTypes.some((pattern) => covers(pattern, type)))
    throw new Problem("forbidden", `This key may publish ${eventTypes.join(", ")} only.`);
}

/** What was accepted once is answered as it was then, whatever the catalogue says now. Throws the refusal of all else. */
async function answerAgain(
  deps: AcceptDeps,
  event: NewEvent,
  body: NewEventBody,
  refusal: Problem,
): Promise<Accepted> {
  const canRepeat = body.id !== undefined || event.idempotencyKey !== null;
  const rows = canRepeat ? await acceptedBefore(deps, event) : [];
  if (rows.length === 0) throw refusal;
  return firstAnswer(deps, rows, event, body);
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** The key of an `Idempotency-Key` header, bare or quoted. Throws 422 for one that can't be kept. */
export function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const key = header.replace(/^"(.*)"$/, "$1");
  if (IDEMPOTENCY_KEY.test(key)) return key;
  const pointer = "/headers/idempotency-key";
  throw invalid([{ pointer, detail: "must be 1 to 255 printable ASCII characters without spaces" }]);
}

/** A batch has no key of its own: what is sent again may be another selection. Throws 422. */
export function refuseIdempotencyKey(header: string | undefined): void {
  if (header === undefined) return;
  const pointer = "/headers/idempotency-key";
  throw invalid([{ pointer, detail: "is for a single event; give each event of a batch an id" }]);
}
