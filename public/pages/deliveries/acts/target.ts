import type { api } from "../../../api/client.ts";
import type { DeliveryQuery, Status } from "../filter.ts";

export const actNames = ["retry", "cancel", "export"] as const;
export type ActName = (typeof actNames)[number];

/** The deliveries that an act is about: those that filters select, or those that are ticked. */
export type Target = { query: DeliveryQuery; ids?: readonly string[] };

/** The most that the API takes by their ids; an address has room for fewer. */
export const MOST_IDS: Record<ActName, number> = { retry: 1000, cancel: 1000, export: 200 };

type Rule = {
  /** What is meant where the list is narrowed to no status. */
  otherwise?: Status;
  /** Deliveries of these it can do nothing about. */
  never: readonly Status[];
};

const rules: Record<ActName, Rule> = {
  retry: { otherwise: "failure", never: ["succeeded", "success"] },
  cancel: { otherwise: "pending", never: ["succeeded", "success", "failed", "cancelled"] },
  export: { never: [] },
};

/** Whether there may be something to do among deliveries of the status that the list is narrowed to. */
export const isPossible = (act: ActName, { query: { status } }: Target): boolean =>
  status === undefined || !rules[act].never.includes(status);

/** What an act is about in the end: with a status of its own where none is chosen. */
export function meant(act: ActName, { query, ids }: Target): Target {
  const { otherwise } = rules[act];
  if (ids !== undefined) return { query: {}, ids };
  return { query: { ...(otherwise && { status: otherwise }), ...query } };
}

type Body = Parameters<typeof api.deliveries.retry.post>[0]["filter"];

/** As the API takes it in a body. */
export function bodyOf({ query: { min_attempts, ...same }, ids }: Target): Body {
  if (ids !== undefined) return { ids: [...ids] };
  return { ...same, ...(min_attempts !== undefined && { min_attempts: Number(min_attempts) }) };
}
