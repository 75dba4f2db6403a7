import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { records, type Store } from "../../db/store.ts";
import type { AttemptRecord } from "../../outbox/attempt.ts";

export type Metrics = ReturnType<typeof createMetrics>;

const pendingSql = `SELECT count(*) AS pending, min(coalesce(retry_requested_at, next_attempt_at)) AS oldest
  FROM deliveries WHERE status = 'pending'`;

/** Everything `/metrics` shows. Figures of the database are read when it is asked. */
export function createMetrics(deps: {
  store: Store;
  now(): number;
  load(): { inFlight: number; queued: number };
}) {
  const registry = new Registry();
  const registers = [registry];
  const accepted = new Counter({
    name: "posthorn_events_accepted_total",
    help: "Events accepted.",
    registers,
  });
  const attempts = new Counter({
    name: "posthorn_attempts_total",
    help: "Attempts made, by outcome.",
    labelNames: ["outcome"],
    registers,
  });
  const abandoned = new Counter({
    name: "posthorn_requests_abandoned_total",
    help: "Requests whose client left before their body was whole.",
    registers,
  });
  const duration = new Histogram({
    name: "posthorn_attempt_duration_seconds",
    help: "How long attempts took.",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name: `posthorn_${name}`, help, registers });
  const pending = gauge("deliveries_pending", "Deliveries that are not at their end.");
  const oldest = gauge("deliveries_oldest_due_seconds", "How long the oldest due delivery has been due.");
  const inFlight = gauge("attempts_in_flight", "Attempts under way in this process.");
  const queued = gauge("deliveries_queued", "Deliveries waiting in this process's memory.");
  const memory = gauge("process_resident_memory_bytes", "Resident memory of this process.");

  return {
    abandoned: () => abandoned.inc(),
    accepted: (events: number) => accepted.inc(events),
    attempted({ outcome, duration: ms }: AttemptRecord) {
      attempts.inc({ outcome });
      duration.observe(ms / 1000);
    },
    async render(): Promise<string> {
      const [row] = records<{ pending: number; oldest: number | null }>(
        await deps.store.read({ sql: pendingSql }),
      );
      const load = deps.load();
      pending.set(row?.pending ?? 0);
      oldest.set(row?.oldest ? Math.max(0, deps.now() - row.oldest) / 1000 : 0);
      inFlight.set(load.inFlight);
      queued.set(load.queued);
      memory.set(process.memoryUsage.rss());
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
