import { and, eq, type SQL } from "drizzle-orm";
import type { Query } from "../db/query.ts";
import { deliveries } from "../db/schema.ts";
import { CANCELLED } from "./cancel.ts";
import { HELD, heldArgs } from "./jobs/lease.ts";
import { nothingMore } from "./jobs/portion.ts";
import type { Work } from "./jobs/work.ts";
import { type Counted, countMeant, nextMeant, PORTION } from "./many.ts";
import { type Selection, selected } from "./selection.ts";

/** How many of the selected deliveries are pending, and the last of them. */
export const countCancellations = (query: Query, filter: Selection): Promise<Counted> =>
  countMeant(query, meant(filter));

const meant = (filter: Selection): SQL | undefined => and(selected(filter), eq(deliveries.status, "pending"));

const CANCEL = `${CANCELLED} WHERE seq IN (SELECT value FROM json_each(?)) AND status = 'pending' AND ${HELD}`;

/** Cancels the next deliveries; an attempt that is under way still ends and is written down. */
export const cancelNext: Work<"cancel"> = async ({ store, registry }, { params, cursor }, hold, now) => {
  const { filter, last } = params;
  const rows = await nextMeant({ store, query: registry.query }, meant(filter), { after: cursor, last });
  const end = rows.at(-1);
  if (!end) return nothingMore(cursor);
  const seqs = JSON.stringify(rows.map(({ seq }) => seq));
  return {
    kind: "portion",
    effect: [{ sql: CANCEL, args: ["operator", now, seqs, ...heldArgs(hold)] }],
    counts: true,
    cursor: end.seq,
    over: rows.length < PORTION,
    handed: rows.map(({ delivery, webhook }) => ({ delivery, webhook })),
  };
};
