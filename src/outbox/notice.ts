import type { Store } from "../db/store.ts";
import { tellingChange } from "./happening.ts";

/** How far a run of failures has come: 1 the profile's warning, else the percentage of a limit that disables. */
export type Notice = 1 | 50 | 90;

/** `failingSince` (epoch ms) tells this run of failures from a later one. */
export type NewNotice = {
  webhook: string;
  notice: Notice;
  failingSince: number;
  /** What the profile disables after; a limit that it does not have is left out. */
  limits: { consecutive_failures?: number; failing_hours?: number };
};

/**
 * Tells, as the happening `id`, that a webhook fails again and again: once for each notice of a run of failures, also when two
 * results ask for it at the same time. False when it was told before, or a success has ended the run.
 */
export async function giveNotice(
  store: Store,
  { webhook, notice, failingSince, limits }: NewNotice,
  now: number,
  id: string,
): Promise<boolean> {
  const when = {
    sql: "w.notice < ? AND w.failing_since = ? AND w.status <> 'disabled' AND w.deleted_at IS NULL",
    args: [notice, failingSince],
  };
  const more = { ...(notice > 1 && { percent_of_limit: notice }), limits };
  const told = { id, kind: "webhook.failing", at: now, more } as const;
  const [inserted] = await store.write(
    tellingChange(webhook, { sql: "notice = ?", args: [notice] }, when, told),
  );
  return (inserted?.rows.length ?? 0) > 0;
}
