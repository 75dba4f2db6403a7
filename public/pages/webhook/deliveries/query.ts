import { type Filters, rangeOf } from "../../../components/filters.ts";

export const filterNames = ["event", "type", "status", "channel", "within", "since", "until"] as const;
export type FilterName = (typeof filterNames)[number];

/** As `?status=` has them; the two ends as their consumers' words. */
export const statuses = ["success", "failure", "pending", "cancelled"] as const;

const names: Record<string, (typeof statuses)[number]> = {
  ...{ success: "success", succeeded: "success", failure: "failure", failed: "failure" },
  ...{ pending: "pending", cancelled: "cancelled" },
};

/** Deliveries of one webhook, of any status. */
export type DeliveryFilter = {
  webhook: string;
  event?: string;
  type?: string;
  channel?: string;
  since?: string;
  until?: string;
};

/** What of a webhook's deliveries the page's address selects. */
export function deliveryFilter(
  webhook: string,
  { values }: Pick<Filters<FilterName>, "values">,
): DeliveryFilter {
  const { event, type, channel } = values;
  return {
    webhook,
    ...(event && { event }),
    ...(type && { type }),
    ...(channel && { channel }),
    ...rangeOf(values),
  };
}

export const chosenStatus = (status: string | undefined) => names[status ?? ""];
