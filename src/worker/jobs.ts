import type { Clock } from "../clock.ts";
import { StoreError } from "../db/store.ts";
import type { Logger } from "../log.ts";
import { type BulkJob, type JobKind, runningJobs } from "../outbox/jobs/bulk-job.ts";
import { failJob, type Hold, holdJob, releaseJobs, releaseOthersJobs } from "../outbox/jobs/lease.ts";
import { doPortion, type Portion, stillWaiting } from "../outbox/jobs/portion.ts";
import { type WorkDeps, workOf } from "../outbox/jobs/work.ts";
import type { Dispatcher } from "./dispatcher.ts";

export type JobRunnerDeps = WorkDeps & {
  clock: Clock;
  log: Logger;
  /** False where another process delivers: jobs are done there. */
  delivers: boolean;
  /** Names this boot of this node as owner of leases. */
  lease: string;
  dispatcher: Pick<Dispatcher, "retry" | "due" | "withdraw">;
  /** A tenant is gone: reads anew what this process remembers. */
  forgetGone(): Promise<void>;
};

export type JobRunner = ReturnType<typeof createJobRunner>;

/**
 * Deliveries that a job has handed over and that nobody has attempted yet. With so many it waits: other webhooks and what is published
 * go on as before, and a job that is stopped has not gone to its end already.
 */
const MAX_WAITING = 500;
/** How long a job waits before it looks whether it may go on, in milliseconds. */
const PAUSE_MS = 200;
/** After the database could not be asked. */
const RETRY_MS = 1000;

/** What came of a job's turn: `worked`, or in how many milliseconds it has its next one; null is never. */
type Turn = "worked" | number | null;

/** Does the jobs that nobody else has in hand, each a portion in its turn. */
export function createJobRunner(deps: JobRunnerDeps) {
  const { store, clock, log, lease } = deps;
  /** By job, what it has handed over and was still waiting when last looked at. */
  const handed = new Map<string, string[]>();
  let stopped = !deps.delivers;
  let running: Promise<void> | null = null;
  let again = false;
  let callOff: (() => void) | null = null;

  /** There may be something to do. */
  function wake(): void {
    if (stopped) return;
    again = true;
    running ??= rounds().finally(() => {
      running = null;
      // Asked for after the last look.
      if (again) wake();
    });
  }

  function wakeIn(ms: number): void {
    callOff?.();
    callOff = clock.after(ms, wake);
  }

  async function rounds(): Promise<void> {
    try {
      while (again && !stopped) {
        again = false;
        const turns = await round();
        const waits = turns.filter((turn) => typeof turn === "number");
        if (turns.includes("worked")) again = true;
        else if (waits.length > 0) wakeIn(Math.min(...waits));
      }
    } catch (error) {
      log.warn("jobs could not go on; trying again", { error });
      again = false;
      if (!stopped) wakeIn(RETRY_MS);
    }
  }

  async function round(): Promise<Turn[]> {
    const jobs = await runningJobs(store);
    const known = new Set(jobs.map(({ id }) => id));
    for (const id of handed.keys()) if (!known.has(id)) handed.delete(id);
    const turns: Turn[] = [];
    for (const job of jobs) if (!stopped) turns.push(await turnOf(job));
    return turns;
  }

  async function turnOf(job: BulkJob): Promise<Turn> {
    const hold = { job: job.id, lease };
    try {
      return await takeTurn(job, hold);
    } catch (error) {
      const about = { job: job.id, kind: job.kind, error };
      if (error instanceof StoreError && error.code !== "invalid") {
        log.warn("a job could not go on; trying again", about);
        return RETRY_MS;
      }
      log.error("a job failed", about);
      return end(job, hold, "A portion of it could not be done; the log of the process says why.");
    }
  }

  async function takeTurn(job: BulkJob, hold: Hold): Promise<Turn> {
    if (!(await holdJob(store, job, lease, clock.now()))) return null;
    if (await isWaiting(job)) return PAUSE_MS;
    const next = await workOf(job.kind)(deps, job, hold, clock.now());
    if (next.kind === "wait") return next.ms;
    if (next.kind === "fault") return end(job, hold, next.error);
    await carryOut(job, hold, next);
    return "worked";
  }

  async function isWaiting({ id }: BulkJob): Promise<boolean> {
    const waiting = await stillWaiting(store, handed.get(id) ?? [], clock.now());
    handed.set(id, waiting);
    return waiting.length >= MAX_WAITING;
  }

  async function carryOut(job: BulkJob, hold: Hold, portion: Portion): Promise<void> {
    const now = clock.now();
    // Before anybody sees that it is over, and uses the name again.
    if (portion.over && job.kind === "delete_tenant") await deps.forgetGone();
    if (!(await doPortion(store, hold, portion, now))) return;
    handed.set(job.id, [...(handed.get(job.id) ?? []), ...portion.handed.map(({ delivery }) => delivery)]);
    await handOver(job.kind, portion, now);
    if (!portion.over) return;
    log.info("job done", { job: job.id, kind: job.kind });
  }

  async function handOver(kind: JobKind, { handed }: Portion, now: number): Promise<void> {
    const { dispatcher } = deps;
    if (kind === "cancel")
      for (const { delivery, webhook } of handed) await dispatcher.withdraw(webhook, delivery);
    else
      for (const webhook of new Set(handed.map((one) => one.webhook)))
        if (kind === "retry") dispatcher.retry(webhook);
        else dispatcher.due(webhook, now);
  }

  async function end(job: BulkJob, hold: Hold, error: string): Promise<Turn> {
    await store.write([failJob(hold, error, clock.now())]);
    log.warn("job failed", { job: job.id, kind: job.kind, error });
    return null;
  }

  return {
    wake,
    /** Goes on with what earlier boots left; `alone` where no other process delivers from this database. */
    async start(alone: boolean): Promise<void> {
      if (stopped) return;
      if (alone) await releaseOthersJobs(store, lease);
      wake();
    },
    /** Resolves when the portion under way is done; another process goes on at once. */
    async stop(): Promise<void> {
      const wasRunning = !stopped;
      stopped = true;
      callOff?.();
      await running;
      if (wasRunning) await releaseJobs(store, lease).catch(() => undefined);
    },
  };
}
