import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { Attempt, ListedAttempt } from "../../components/attempt.ts";

/** The attempt with its bodies: those of a large delivery are asked for when it is shown. */
export function useWholeAttempt(delivery: string, shown: ListedAttempt | undefined) {
  const number = shown?.number ?? 0;
  const isOff = shown === undefined || isWhole(shown);
  const { data, problem, reload } = useResource(
    () => api.deliveries({ id: delivery }).attempts({ number }).get(),
    [delivery, number],
    { isOff },
  );
  const attempt = shown && isWhole(shown) ? shown : data;
  return { attempt, problem, reload };
}

const isWhole = (attempt: ListedAttempt): attempt is Attempt & ListedAttempt => attempt.bodies === undefined;
