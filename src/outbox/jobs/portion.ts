import type { Statement, Store } from "../../db/store.ts";
import { holdMailCursors } from "../happening.ts";
import { holdCursors } from "../stats/roll-up.ts";
import { type Hold, JOB_LEASE_MS } from "./lease.ts";

/** What a job does next. */
export type Next =
  /** Some rows' worth of work. */
  | Portion
  /** Nothing yet; look again in so many milliseconds. */
  | { kind: "wait"; ms: number }
  /** Never: why, in plain words. */
  | { kind: "fault"; error: string };

export type Portion = {
  kind: "portion";
  /** Each with the condition `HELD`. Where `counts`, what the last of them changes is what was done. */
  effect: Statement[];
  counts: boolean;
  /** An SQL expression: how many rows it could not be done for. */
  failed?: Statement;
  /** From where the next portion goes on. */
  cursor: number;
  /** Nothing comes after it. */
  over: boolean;
  /** Deliveries that are due with it. */
  handed: Handed[];
};

export type Handed = { delivery: string; webhook: string };

/** Ends a job that finds nothing more to do. */
export const nothingMore = (cursor: number): Portion => ({
  ...{ kind: "portion", effect: [], counts: false, cursor, over: true, handed: [] },
});

/**
 * Does a portion and notes how far the job has come, in one transaction: whenever a process dies, nothing is done twice and nothing
 * left out. False when the job was stopped or taken over; then nothing was done. Throws StoreError, and nothing is.
 */
export async function doPortion(store: Store, hold: Hold, portion: Portion, now: number): Promise<boolean> {
  const statements = [...portion.effect, advance(hold, portion, now), ...holdCursors, holdMailCursors];
  const results = await store.write(statements);
  return results[portion.effect.length]?.rows.length === 1;
}

/** `changes()` tells of the statement before it. */
function advance({ job, lease }: Hold, portion: Portion, now: number): Statement {
  const { counts, failed = { sql: "0" }, cursor, over } = portion;
  const done = counts ? "changes()" : "0";
  const sql = `UPDATE jobs SET done = done + ${done}, failed = failed + ${failed.sql}, cursor = ?, updated_at = ?,
      ${over ? "status = 'succeeded', lease_owner = NULL, lease_until = NULL, completed_at" : "lease_until"} = ?
    WHERE id = ? AND lease_owner = ? AND status = 'running' RETURNING id`;
  return {
    sql,
    args: [...(failed.args ?? []), cursor, now, over ? now : now + JOB_LEASE_MS, job, lease],
  };
}

const WAITING = `SELECT d.id FROM json_each(?) handed JOIN deliveries d ON d.id = handed.value
    JOIN webhooks w ON w.seq = d.webhook_seq AND w.status = 'active' AND w.deleted_at IS NULL
  WHERE d.due_at <= ?`;

/** Which of these deliveries nobody has attempted yet, though they are due and their webhook takes them. */
export async function stillWaiting(store: Store, deliveries: string[], now: number): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const { rows } = await store.read({ sql: WAITING, args: [JSON.stringify(deliveries), now] });
  return rows.map(([id]) => id as string);
}
