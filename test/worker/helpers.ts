import type { Store } from "../../src/db/store.ts";
import { createLogger } from "../../src/log.ts";
import type { Next } from "../../src/outbox/attempt.ts";
import type { Job } from "../../src/outbox/job.ts";
import { record } from "../../src/outbox/record.ts";
import type { Target } from "../../src/outbox/targets.ts";
import { type Attempted, Dispatcher } from "../../src/worker/dispatcher.ts";
import { again, attemptOf, LEASE, type Outbox, openOutbox, succeeded } from "../outbox/helpers.ts";
import { waitFor } from "../support/wait-for.ts";

/** An attempt under way, ended by the test. */
export type Open = { job: Job; target: Target; signal: AbortSignal; end(next: Next): Promise<void> };

type Options = {
  concurrency?: number;
  webhookConcurrency?: number;
  maxHeld?: number;
  /** How each attempt ends at once; without it the test ends them. */
  auto?(job: Job): Next;
  wrap?(store: Store): Store;
};

export type Rig = Awaited<ReturnType<typeof startRig>>;

/** A dispatcher on a real outbox, whose attempts send nothing: the test, or `auto`, says how each of them ends. */
export async function startRig({
  concurrency = 8,
  webhookConcurrency = 4,
  maxHeld = 1e6,
  auto,
  wrap,
}: Options = {}) {
  const outbox = await openOutbox(wrap);
  const { registry, clock, committer, store } = outbox;
  const open: Open[] = [];
  const made: Job[] = [];
  const lines: string[] = [];
  const log = createLogger({ level: "debug", format: "json", write: (line) => void lines.push(line) });

  async function recorded(job: Job, next: Next): Promise<Attempted> {
    const attempt = attemptOf({ trigger: job.trigger, started: clock.now() });
    const { held, ...rest } = await record(committer, job, attempt, next);
    return {
      success: next.success,
      dueAt: held ? ((rest as { dueAt: number | null }).dueAt ?? null) : null,
    };
  }

  const dispatcher = new Dispatcher({
    ...{
      store,
      registry,
      clock,
      log,
      delivers: true,
      lease: LEASE,
      concurrency,
      webhookConcurrency,
      maxHeld,
    },
    attempt(job, target, signal) {
      made.push(job);
      if (auto) return recorded(job, auto(job));
      return new Promise((resolve, reject) => {
        const under: Open = {
          ...{ job, target, signal },
          async end(next) {
            open.splice(open.indexOf(under), 1);
            await recorded(job, next).then(resolve, reject);
          },
        };
        open.push(under);
      });
    },
  });

  /** Publishes `count` events of a type at once, handed to the dispatcher as the API would. */
  const publish = (type: string, count = 1) =>
    Promise.all(Array.from({ length: count }, () => outbox.publish({ type }, dispatcher)));

  const inside = dispatcher as unknown as {
    held: number;
    reserved: number;
    turns: { slots: { slowInFlight: number } };
  };
  return {
    ...{ outbox, dispatcher, open, made, lines, clock, publish },
    /** A webhook for one event type that has had a success. */
    hook: (type: string, fields: Record<string, string | number | null> = {}) =>
      outbox.addWebhook({ event_types: JSON.stringify([type]), last_success_at: 1, ...fields }),
    /** Resolves once so many attempts have begun. */
    begun: (count: number) => waitFor(() => made.length >= count, `${count} attempts (${made.length} made)`),
    underWay: (count: number) =>
      waitFor(() => open.length === count, `${count} attempts under way (${open.length})`),
    /** Lets everything happen that needs no time to pass. */
    async settled(): Promise<void> {
      for (let turn = 0; turn < 3; turn++) {
        await outbox.committer.idle();
        await outbox.store.write([{ sql: "PRAGMA user_version" }]);
        await outbox.file.read({ sql: "SELECT 1" });
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    pending: async () => {
      const [row] = await outbox.all<{ n: number }>(
        "SELECT count(*) AS n FROM deliveries WHERE status = 'pending'",
      );
      return row?.n ?? 0;
    },
    leased: async () => {
      const [row] = await outbox.all<{ n: number }>(
        "SELECT count(*) AS n FROM deliveries WHERE lease_owner IS NOT NULL",
      );
      return row?.n ?? 0;
    },
    /** What the dispatcher accounts for; all zero when nothing is left to do. */
    accounts: () => ({
      ...{
        held: inside.held,
        reserved: inside.reserved,
        slow: inside.turns.slots.slowInFlight,
        ...dispatcher.load,
      },
    }),
    /** Ends attempts as they come until `count` have been made in all. */
    async drain(count: number, next: (job: Job) => Next = () => succeeded()): Promise<void> {
      while (made.length < count || open.length > 0) {
        const [under] = open;
        if (under) await under.end(next(under.job));
        else await waitFor(() => open.length > 0, `attempt ${made.length + 1} of ${count}`);
      }
    },
    async [Symbol.asyncDispose]() {
      const stopped = dispatcher.stop();
      while (open.length > 0) await open[0]?.end(again(clock.now() + 1e9));
      await stopped;
      await outbox[Symbol.asyncDispose]();
    },
  };
}

export const NOTHING = { held: 0, reserved: 0, slow: 0, inFlight: 0, queued: 0 };

export type { Outbox };
