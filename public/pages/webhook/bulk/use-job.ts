import { useState } from "preact/hooks";
import { type Action, useAction } from "../../../api/action.ts";
import { api, type DataOf } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";

export type Job = DataOf<ReturnType<typeof api.jobs>["get"]>;

/** How often a job is asked how far it has come. */
const EVERY_MS = 1000;

export type RunningJob = {
  /** As it was last seen; null before it is started. */
  job: Job | null;
  start(job: Job): void;
  stop: Action<[]>;
  forget(): void;
};

/** A job that was started here, looked at until it is over. */
export function useJob(): RunningJob {
  const [started, start] = useState<Job | null>(null);
  const [isOver, setOver] = useState(false);
  const id = started?.id ?? "";
  const polling = isOver ? {} : { everyMs: EVERY_MS };
  const looked = useResource(() => api.jobs({ id }).get(), [id], { isOff: started === null, ...polling });
  const job = started && (looked.data ?? started);
  if (job && (job.status !== "running") !== isOver) setOver(job.status !== "running");
  const stop = useAction(() => api.jobs({ id }).delete(), looked.set);
  return {
    ...{ job, start, stop },
    forget() {
      start(null);
      setOver(false);
    },
  };
}
