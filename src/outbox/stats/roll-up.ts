import { records, type Statement, type Store } from "../../db/store.ts";
import { OPERATOR_TENANT } from "../happening.ts";
import { bucketSql } from "./scale.ts";
import { ALL_TENANTS, ALL_WEBHOOKS, keptSince, spanNames, spans } from "./spans.ts";

/** Rows counted in one transaction: few milliseconds of the writing thread, which also accepts and records. */
const PORTION = 1000;

/** Each minute's groups are counted first, for they are few; only they are multiplied by the kinds of stretches. */
const STRETCHES = `stretches AS MATERIALIZED (SELECT value->>'span' AS span, value->>'since' AS since FROM json_each(?))`;

const IS_AFTER = (cursor: string) => `coalesce((SELECT value FROM cursors WHERE name = '${cursor}'), 0) = ?`;

const COUNT_ATTEMPTS = `WITH ${STRETCHES}, minutes AS MATERIALIZED (
    SELECT d.webhook_seq, a.started_at - a.started_at % ${spans.minute} AS minute, a.outcome,
      ${bucketSql("a.duration_ms")} AS latency, count(*) AS count
    FROM attempts a JOIN deliveries d ON d.seq = a.delivery_seq
    WHERE ${IS_AFTER("attempts")} AND a.seq > ? AND a.seq <= ? AND a."trigger" <> 'test'
    GROUP BY 1, 2, 3, 4)
  INSERT INTO attempt_stats (webhook_seq, at, span, outcome, latency, count)
  SELECT who.value, minute - minute % span AS start, span, outcome, latency, sum(count)
  FROM minutes, stretches, json_each(json_array(webhook_seq, ${ALL_WEBHOOKS})) who
  WHERE minute - minute % span >= since GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT DO UPDATE SET count = count + excluded.count`;

/** What Posthorn tells operators of is not what the product sends. */
const WHO = `iif(tenant = '${OPERATOR_TENANT}', json_array(tenant), json_array(tenant, '${ALL_TENANTS}'))`;

const COUNT_EVENTS = `WITH ${STRETCHES}, minutes AS MATERIALIZED (
    SELECT tenant, accepted_at - accepted_at % ${spans.minute} AS minute, count(*) AS accepted,
      count(unmatched_reason) AS unmatched
    FROM events WHERE ${IS_AFTER("events")} AND seq > ? AND seq <= ? AND NOT is_test GROUP BY 1, 2)
  INSERT INTO event_stats (tenant, at, span, accepted, unmatched)
  SELECT who.value, minute - minute % span AS start, span, sum(accepted), sum(unmatched)
  FROM minutes, stretches, json_each(${WHO}) who
  WHERE minute - minute % span >= since GROUP BY 1, 2, 3
  ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted, unmatched = unmatched + excluded.unmatched`;

/** What is counted, by the name of its table and its cursor: the `seq` up to which it is. */
const sources = { attempts: COUNT_ATTEMPTS, events: COUNT_EVENTS };
type Source = keyof typeof sources;
const sourceNames = Object.keys(sources) as Source[];

/**
 * Adds the attempts and events that are not counted yet to the statistics; test sends are left out. Each portion and the
 * cursor's advance are one transaction that is held against the cursor's old value, so that neither a crash nor another node
 * counts anything twice. `portions` bounds the work where somebody waits for it. Returns how far it came, in `seq`.
 */
export async function rollUp(
  store: Store,
  now: number,
  portions = Number.POSITIVE_INFINITY,
): Promise<number> {
  let passed = 0;
  for (const source of sourceNames)
    for (let left = portions; left > 0; left--) {
      const { after = 0, until = null, last = 0 } = (await next(store, source)) ?? {};
      if (after > last) await store.write([...holdCursors]);
      if (until === null) break;
      await store.write(count(source, after, until, now));
      passed += until - after;
    }
  return passed;
}

/** Rows after one `seq` up to another; `until` null for none. `last` is that of the newest row. */
type Portion = { after: number; until: number | null; last: number };

async function next(store: Store, source: Source): Promise<Portion | undefined> {
  const sql = `SELECT after, coalesce((SELECT max(seq) FROM ${source}), 0) AS last, (SELECT max(seq) FROM
      (SELECT seq FROM ${source} WHERE seq > after ORDER BY seq LIMIT ${PORTION})) AS until
    FROM (SELECT coalesce((SELECT value FROM cursors WHERE name = '${source}'), 0) AS after)`;
  const [portion] = records<Portion>(await store.read({ sql }));
  return portion;
}

function count(source: Source, after: number, until: number, now: number): Statement[] {
  const stretches = spanNames.map((span) => ({ span: spans[span], since: keptSince(span, now) }));
  return [
    { sql: sources[source], args: [JSON.stringify(stretches), after, after, until] },
    {
      sql: `INSERT INTO cursors (name, value) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value WHERE value = ?`,
      args: [source, until, after],
    },
  ];
}

/**
 * To stand behind every statement that deletes attempts or events, in the same transaction. When the last rows go, SQLite gives
 * their `seq` to the next ones: without this those would be taken for counted.
 */
export const holdCursors: readonly Statement[] = sourceNames.map((source) => {
  const last = `coalesce((SELECT max(seq) FROM ${source}), 0)`;
  return { sql: `UPDATE cursors SET value = ${last} WHERE name = '${source}' AND value > ${last}` };
});
