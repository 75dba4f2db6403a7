import { records, type Store } from "../db/store.ts";
import { whyNot } from "./fan-out.ts";
import type { FilterSubject, Filters } from "./filter.ts";
import type { Stretch } from "./jobs/bulk-job.ts";
import { HELD, heldArgs } from "./jobs/lease.ts";
import type { Work } from "./jobs/work.ts";
import { mismatch } from "./match.ts";
import { redeliver } from "./replay.ts";
import type { WebhookStatus } from "./states.ts";
import type { Target } from "./targets.ts";

/** Events looked at in one read, and those of them that one portion delivers at most. */
const WINDOW = 500;
const PORTION = 100;
/** Reads that may find nothing before how far the job has come is written down. */
const MAX_WINDOWS = 20;

export type RecoverDeps = { store: Store; sandbox: Filters };

/** The plus keeps SQLite from looking through all that the webhook ever got instead of the event's few. */
const ITS = "FROM deliveries d WHERE d.event_seq = e.seq AND +d.webhook_seq = w.seq";

/** It failed, and its schedule has it wait for a later attempt: for hours, where it has failed for long. */
const WAITS = `(d.status = 'pending' AND d.attempt_count > 0 AND d.retry_requested_at IS NULL AND d.lease_owner IS NULL
  AND d.next_attempt_at > ?)`;

/**
 * The webhook has got the event, or is about to: also when somebody asked for one more attempt of what had failed. What only waits
 * to be tried again is not: its receiver is mended now.
 */
const HAS = `EXISTS (SELECT 1 ${ITS} AND (d.status = 'succeeded' OR (d.due_at IS NOT NULL AND NOT ${WAITS})))`;

const LOOK = `SELECT e.seq, e.type, e.channel, e.accepted_at >= ? AND e.accepted_at < ? AND NOT e.is_test AND NOT ${HAS} AS missed,
    (SELECT d.id ${ITS} AND ${WAITS} LIMIT 1) AS waiting
  FROM webhooks w JOIN events e ON e.tenant = w.tenant
  WHERE w.id = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ${WINDOW}`;

const SUBJECTS = `SELECT seq, type, channel, actor, data, previous_attributes AS previousAttributes
  FROM events WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`;

/** The newest event that there is, by its `seq`; what comes later is delivered as it comes. */
export async function newestEvent(store: Store): Promise<number> {
  const { rows } = await store.read({ sql: "SELECT max(seq) FROM events" });
  return (rows[0]?.[0] as number | null) ?? 0;
}

/** How many events of the stretch a webhook has missed at `now` (epoch ms), as it would match them now. */
export async function countMissed(
  deps: RecoverDeps,
  target: Target,
  stretch: Stretch,
  now: number,
): Promise<number> {
  let missed = 0;
  for (let after = 0, over = false; !over; ) {
    const found = await look(deps, target, stretch, { after, now });
    missed += found.missed.length;
    ({ edge: after, over } = found);
  }
  return missed;
}

/**
 * Makes a new delivery of each of the next events that the webhook missed, or asks for an attempt now of the one that waits to be
 * tried again; whatever it has got meanwhile is left out.
 */
export const recoverNext: Work<"recover"> = async (deps, job, hold, now) => {
  const target = deps.registry.webhook(job.webhook ?? "");
  const status = await statusOf(deps.store, job.webhook);
  if (!target || status === null) return { kind: "fault", error: "The webhook was deleted." };
  const error = refusals[status];
  if (error !== null) return { kind: "fault", error };
  let found = await look(deps, target, job.params, { after: job.cursor, now });
  for (let windows = 1; found.missed.length === 0 && !found.over && windows < MAX_WINDOWS; windows++)
    found = await look(deps, target, job.params, { after: found.edge, now });
  const webhook = target.id;
  const rows = found.missed.map(({ seq, waiting }) => ({
    id: waiting ?? deps.newId("dlv"),
    event: seq,
    webhook,
  }));
  return {
    kind: "portion",
    effect: redeliver(rows, now, { sql: `NOT ${HAS} AND ${HELD}`, args: [now, ...heldArgs(hold)] }, hold.job),
    counts: true,
    cursor: found.edge,
    over: found.over,
    handed: rows.map(({ id }) => ({ delivery: id, webhook })),
  };
};

/** Asked of the database, because another process may have changed it seconds ago. */
async function statusOf(store: Store, webhook: string | null): Promise<WebhookStatus | null> {
  const sql = "SELECT status FROM webhooks WHERE id = ? AND deleted_at IS NULL";
  const { rows } = await store.read({ sql, args: [webhook] });
  return (rows[0]?.[0] as WebhookStatus | undefined) ?? null;
}

/** A paused webhook gets what it missed once it is resumed. */
const refusals: Record<WebhookStatus, string | null> = {
  active: null,
  paused: null,
  disabled: "The webhook was disabled. Enable it and recover again.",
  unverified: "The webhook's URL is not verified any more. Verify it and recover again.",
};

/** `edge` is how far was looked; `over` when there is nothing beyond it. */
type Found = { missed: Missed[]; edge: number; over: boolean };

/** `waiting` is the delivery of it that waits to be tried again, where there is one. */
type Missed = { seq: number; waiting: string | null };

type Seen = Missed & { type: string; channel: string | null; missed: number };

async function look(
  deps: RecoverDeps,
  target: Target,
  { since, until, last }: Stretch,
  { after, now }: { after: number; now: number },
): Promise<Found> {
  const seen = records<Seen>(
    await deps.store.read({ sql: LOOK, args: [since, until, now, now, target.id, after, last] }),
  );
  const meant = seen.filter(
    ({ missed, type, channel }) => missed === 1 && mismatch(target, type, channel) === null,
  );
  const some = meant.slice(0, PORTION);
  const passed = new Set(
    await passing(
      deps,
      target,
      some.map(({ seq }) => seq),
    ),
  );
  const missed = some.filter(({ seq }) => passed.has(seq));
  const isAll = some.length === meant.length;
  const edge = (isAll ? seen : some).at(-1)?.seq ?? last;
  return { missed, edge, over: isAll && seen.length < WINDOW };
}

/** Those that the webhook's filter lets through; events are read in full only where there is one. */
async function passing({ store, sandbox }: RecoverDeps, target: Target, seqs: number[]): Promise<number[]> {
  if (target.filter === null || seqs.length === 0) return seqs;
  const subjects = records<FilterSubject & { seq: number }>(
    await store.read({ sql: SUBJECTS, args: [JSON.stringify(seqs)] }),
  );
  const reasons = await Promise.all(subjects.map((event) => whyNot(sandbox, target, event)));
  return subjects.filter((_, i) => reasons[i] === null).map(({ seq }) => seq);
}
