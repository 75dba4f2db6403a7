import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { Delivery, Webhook } from "./types.ts";

/** Those looked through; what waits for its turn behind a receiver that fails has not been attempted yet. */
const LOOKED_AT = "50";

/** The delivery whose attempt failed last, for its cause; asked for again when there is a newer failure. */
export function useLastFailure({ id, health }: Webhook, isWanted: boolean): Delivery | undefined {
  const { data } = useResource(
    () => api.webhooks({ id }).deliveries.get({ query: { limit: LOOKED_AT } }),
    [id, health.last_failure],
    { isOff: !isWanted },
  );
  const failed =
    data?.data.filter(({ last_attempt: last, test }) => last && last.outcome !== "success" && !test) ?? [];
  return failed.sort(byLastAttempt).at(-1);
}

const startOf = ({ last_attempt: last }: Delivery) => last?.started ?? "";
const byLastAttempt = (a: Delivery, b: Delivery) => startOf(a).localeCompare(startOf(b));
