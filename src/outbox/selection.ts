import { and, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { deliveries } from "../db/schema.ts";
import type { DeliveryStatus } from "./states.ts";

/** Which deliveries: each condition that is given narrows them. Times in epoch ms; `until` is the first moment not meant. */
export type Selection = {
  tenant?: string | null | undefined;
  webhook?: string | undefined;
  event?: string | undefined;
  type?: string | undefined;
  channel?: string | undefined;
  status?: DeliveryStatus | undefined;
  since?: number | undefined;
  until?: number | undefined;
};

type Conditions = { [F in keyof Selection]-?: (value: NonNullable<Selection[F]>) => SQL };

const conditions: Conditions = {
  tenant: (id) => eq(deliveries.tenant, id),
  webhook: (id) => eq(deliveries.webhookSeq, sql`(SELECT seq FROM webhooks WHERE id = ${id})`),
  event: (id) => inArray(deliveries.eventSeq, sql`(SELECT seq FROM events WHERE id = ${id})`),
  type: (name) => eq(deliveries.type, name),
  channel: (name) => eq(deliveries.channel, name),
  // Written out, because SQLite uses a partial index only for a condition that it can read.
  status: (status) => sql`${deliveries.status} = ${sql.raw(`'${status}'`)}`,
  since: (moment) => gte(deliveries.createdAt, moment),
  until: (moment) => lt(deliveries.createdAt, moment),
};

/** As one condition on `deliveries`; undefined selects all. */
export function selected(selection: Selection): SQL | undefined {
  const given = Object.entries(conditions).flatMap(([name, condition]) => {
    const value = selection[name as keyof Selection];
    return value === undefined || value === null ? [] : [(condition as (value: unknown) => SQL)(value)];
  });
  return and(...given);
}
