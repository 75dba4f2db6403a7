import type { Clock } from "../../clock.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { Dispatcher } from "../../worker/dispatcher.ts";

export type WakeDeps = {
  registry: Registry;
  clock: Clock;
  dispatcher: Pick<Dispatcher, "withdraw" | "due">;
};

/** After a webhook's status may have changed: what waits for it is sent, or what is in memory for it goes back to wait. */
export async function wake({ registry, clock, dispatcher }: WakeDeps, id: string): Promise<void> {
  if (registry.webhook(id)?.status === "active") dispatcher.due(id, clock.now());
  else await dispatcher.withdraw(id);
}
