import { type Result, records, type Statement } from "../../db/store.ts";
import { PAUSED } from "../../outbox/states.ts";
import type { Profile } from "../../wire/profile.ts";
import { type ProveDeps, prove } from "./prove.ts";
import { wake } from "./wake.ts";

export type ReverifyDeps = ProveDeps;

/** Handshakes under way at a time: a receiver may take as long as its profile lets it. */
const AT_ONCE = 16;

const PROVE = `UPDATE webhooks SET verified_at = NULL, verification_error = NULL,
    status = CASE status WHEN 'disabled' THEN status ELSE 'unverified' END,
    status_reason = CASE status WHEN 'paused' THEN '${PAUSED}' ELSE status_reason END
  WHERE id = ? AND deleted_at IS NULL RETURNING id, status`;

const NEED_NOT = `UPDATE webhooks SET verified_at = NULL, verification_error = NULL,
    status = CASE WHEN status <> 'unverified' THEN status WHEN status_reason = '${PAUSED}' THEN 'paused' ELSE 'active' END,
    status_reason = CASE status WHEN 'unverified' THEN NULL ELSE status_reason END
  WHERE id = ? AND deleted_at IS NULL RETURNING id, status`;

type Changed = { id: string; status: string };

/**
 * For webhooks whose profile asks for another proof of ownership than before: an earlier proof counts no more. Statements for the
 * transaction that changes the profile, so that no crash leaves one that gets what it has not proven to be its own.
 */
export const demandProof = (webhooks: string[], verification: Profile["verification"]): Statement[] =>
  webhooks.map((id) => ({ sql: verification === "none" ? NEED_NOT : PROVE, args: [id] }));

/**
 * What follows on `demandProof`, once the registry knows of the change; `demanded` are its results. Those that have to prove
 * themselves get nothing from here on and are asked, a few at a time, before this resolves; a disabled one is asked once it is
 * enabled. Those that need not any more are active, or paused if they were.
 */
export async function askForProof(deps: ReverifyDeps, demanded: Result[]): Promise<void> {
  const changed = demanded.flatMap((result) => records<Changed>(result));
  for (const { id } of changed) {
    await deps.registry.refresh(id);
    await wake(deps, id);
  }
  const asked = changed.filter(({ status }) => status === "unverified").values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { id } of asked) await prove(deps, id);
    }),
  );
}
