import type { AttemptedDelivery } from "../../src/modules/deliveries/model.ts";
import type { Executable } from "../support/executable.ts";
import { waitFor } from "../support/wait-for.ts";

/** The only delivery of an event, as soon as it is `as` the test wants it. */
export async function deliveryOf(
  instance: Pick<Executable, "call">,
  event: string,
  as: (delivery: AttemptedDelivery) => boolean,
): Promise<AttemptedDelivery> {
  const route = `/events/${event}/deliveries`;
  return waitFor(async () => {
    const { body } = await instance.call<{ data: AttemptedDelivery[] }>("GET", route);
    const [delivery] = body.data;
    return delivery && as(delivery) ? delivery : null;
  }, `the delivery of ${event}`);
}

/** Resolves when every delivery has come to its end. */
export async function nothingPending(instance: Pick<Executable, "call">): Promise<void> {
  await waitFor(async () => {
    const { body } = await instance.call<{ data: unknown[] }>("GET", "/deliveries?status=pending&limit=1");
    return body.data.length === 0;
  }, "an end of every delivery");
}
