import type { Clock } from "../clock.ts";
import type { Store } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { digestOf, type Letter, letterOf } from "./letter.ts";
import type { Pace } from "./pace.ts";
import { type Recipient, recipientsOf } from "./recipients.ts";
import * as rows from "./rows.ts";
import type { Post, Posted } from "./smtp.ts";

export type MailDeps = {
  store: Store;
  clock: Clock;
  log: Logger;
  /** Null without a mail server. */
  post: Post | null;
  /** Addresses that are told of every tenant's webhooks. */
  operators(): string[];
  baseUrl: string | null;
  pace: Pace;
};

/** How many letters the mail server took, and when there is more to do (epoch ms), or null. */
export type Mailed = { mailed: number; again: number | null };

/** More than this many at once make one digest, which lists at most so many of them. */
const MOST_LETTERS = 5;
const MOST_LINES = 50;

/** What is waited for between servers' names and addresses, none of which begins with a space. */
const SERVER = " server";
const TURN_MS = 120_000;

const NOTHING: Mailed = { mailed: 0, again: null };

/**
 * Sends mail about what happened to everybody who is to get some. How far each recipient has been told is kept in the database
 * after each letter, so that neither a restart nor another recipient's trouble sends anything twice; only a crash between a
 * server's answer and that write does. Throws StoreError.
 */
export async function mailOnce(deps: MailDeps): Promise<Mailed> {
  const { store, post, clock, pace } = deps;
  const waiting = await rows.waitingTenants(store);
  if (waiting.size === 0) return NOTHING;
  if (!post) return closed(store);
  const turn = turnOf(deps);
  if (!(await turn.take())) return { mailed: 0, again: clock.now() + TURN_MS };
  await rows.closeOtherKinds(store);
  const recipients = recipientsOf(waiting, deps.operators(), await rows.readTold(store));
  const mailed = { ...NOTHING };
  for (const recipient of recipients) {
    if (pace.notBefore(SERVER) > clock.now()) soonest(mailed, pace.notBefore(SERVER));
    else await mailTo({ ...deps, post }, recipient, mailed, turn.take);
  }
  for (const tenant of waiting.keys()) await close(deps, tenant, recipients);
  await turn.end();
  return mailed;
}

async function closed(store: Store): Promise<Mailed> {
  await rows.closeUnmailed(store, null);
  return NOTHING;
}

function turnOf({ store, clock }: MailDeps) {
  let mine = -1;
  return {
    /** Takes the turn, or goes on with it. */
    async take(): Promise<boolean> {
      const until = clock.now() + TURN_MS;
      const taken = await rows.takeTurn(store, clock.now(), until, mine);
      if (taken) mine = until;
      return taken;
    },
    end: () => rows.endTurn(store, mine),
  };
}

type Sending = MailDeps & { post: Post };

/** All that waits for one recipient, unless it is too early for more. Moves on what `recipient` has been told. */
async function mailTo(
  deps: Sending,
  recipient: Recipient,
  mailed: Mailed,
  mayGoOn: () => Promise<boolean>,
): Promise<void> {
  const { store, clock, pace } = deps;
  const waiting = await rows.waitingFor(store, recipient.tenants, recipient.told, MOST_LINES);
  if (waiting.count === 0) return;
  const notBefore = pace.notBefore(recipient.address);
  if (notBefore > clock.now()) return soonest(mailed, notBefore);
  for (const { letter, upTo } of lettersOf(waiting, deps.baseUrl, recipient)) {
    if (!(await mayGoOn())) return soonest(mailed, clock.now() + TURN_MS);
    const posted = await deps.post(letter, recipient.address);
    if (posted.kind === "accepted") mailed.mailed++;
    else if (posted.kind !== "rejected") return soonest(mailed, putOff(deps, recipient, posted));
    else deps.log.warn("mail refused for good", { to: recipient.address, error: posted.error });
    recipient.told = upTo;
    await rows.markTold(store, recipient.address, upTo);
    pace.works(SERVER);
  }
  pace.sent(recipient.address, clock.now());
}

/** Letters in turn, and the `seq` up to which the recipient is told with each. */
function lettersOf(
  { first, count, last }: rows.Waiting,
  baseUrl: string | null,
  { isOperator }: Recipient,
): { letter: Letter; upTo: number }[] {
  // Only operators can sign in there.
  const links = { baseUrl: isOperator ? baseUrl : null };
  if (count > MOST_LETTERS) return [{ letter: digestOf(first, count, links), upTo: last }];
  return first.map((row) => ({ letter: letterOf(row, links), upTo: row.seq }));
}

/** Says when it is tried again. One address that cannot have it now keeps nobody else from theirs. */
function putOff(
  { pace, clock, log }: Sending,
  { address }: Recipient,
  { kind, error }: Exclude<Posted, { kind: "accepted" }>,
): number {
  const whom = kind === "unavailable" ? SERVER : address;
  const again = pace.failed(whom, clock.now());
  log.warn("mail could not be sent; trying again", {
    to: address,
    error,
    again: new Date(again).toISOString(),
  });
  return again;
}

/** What all of a tenant's recipients have been told of is done with; so is what nobody is to be told of. */
async function close({ store, clock }: MailDeps, tenant: string, recipients: Recipient[]): Promise<void> {
  const own = recipients.filter(({ tenants }) => tenants.includes(tenant));
  if (own.length === 0) await rows.closeUnmailed(store, [tenant]);
  else await rows.markMailed(store, tenant, Math.min(...own.map(({ told }) => told)), clock.now());
}

function soonest(mailed: Mailed, at: number): void {
  mailed.again = mailed.again === null ? at : Math.min(mailed.again, at);
}
