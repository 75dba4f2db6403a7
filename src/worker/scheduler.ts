import { Cron } from "croner";
import type { Logger } from "../log.ts";

/** A duty that repeats: `pattern` is a cron expression with seconds, in UTC. */
export type Duty = { name: string; pattern: string; run(now: number): Promise<unknown> };

/** Runs each duty by the clock, never twice at once; one that fails is logged and comes again. */
export function schedule(duties: Duty[], log: Logger, now: () => number): { stop(): void } {
  const jobs = duties.map(({ name, pattern, run }) => {
    const failed = (error: unknown) => log.error(`${name} failed; it runs again at its next time`, { error });
    return new Cron(pattern, { protect: true, unref: true, catch: failed, timezone: "UTC" }, async () => {
      const done = await run(now());
      log.debug(`${name} done`, { done });
    });
  });
  return { stop: () => jobs.forEach((job) => void job.stop()) };
}
