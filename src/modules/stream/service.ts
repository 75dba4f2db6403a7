import type { Cursors } from "../../http/opaque-cursors.ts";
import { cursorSeq, seqCursor } from "../../http/paging.ts";
import { type Principal, tenantFilter } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { iso } from "../../http/time.ts";
import type { Finished } from "../../outbox/finished.ts";
import type { AttemptOutcome } from "../../wire/verdict.ts";
import type { Live } from "../../worker/live.ts";
import { mayRead } from "../readable.ts";
import type { StreamQuery } from "./model.ts";
import { createPipe } from "./pipe.ts";

export type StreamDeps = { live: Live; cursors: Cursors };

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // What nginx understands: pass each event on at once.
  "x-accel-buffering": "no",
};

/**
 * The attempts that fit `query` as server-sent events, until the client leaves or may not stay. Throws 403, 422, 429. Source: WHATWG HTML,
 * "Server-sent events".
 */
export async function streamAttempts(
  { live, cursors }: StreamDeps,
  principal: Principal,
  query: StreamQuery,
  { lastEventId, mayStay }: { lastEventId: string | null; mayStay: () => Promise<boolean> },
): Promise<Response> {
  const fits = filterOf(principal, query);
  const sealed = query.after ?? lastEventId ?? undefined;
  const after = cursorSeq({ cursor: sealed && cursors.open(sealed) }) ?? null;
  /** Also without data a client remembers it, and so comes back to where it was however little its filter lets through. */
  const idOf = (seq: number) => `id: ${cursors.seal(seqCursor(seq))}`;
  let leave: (() => void) | null = null;
  const pipe = createPipe(() => leave?.());
  leave = await live.follow(
    {
      begin: (at, missed) => pipe.send(`retry: 1000\n${missed ? GAP : ""}${idOf(at)}\n\n`),
      attempt: (finished) => fits(finished) && pipe.send(`${idOf(finished.seq)}\n${messageOf(finished)}`),
      beat: (at) => pipe.send(`: still here\n${idOf(at)}\n\n`),
      mayStay,
      hasRoom: pipe.hasRoom,
      end: (why) => {
        if (why === "slow") pipe.send(SLOW);
        pipe.close();
      },
    },
    after,
    principal.tenant,
  );
  if (leave) return new Response(pipe.stream, { headers });
  throw new Problem("too_many_streams", "Close one, or try again later.", [], { "retry-after": "30" });
}

const SLOW = ": you read too slowly; come back with the last id\n\n";
const GAP = ": more was missed than is told of here; the list of deliveries has it all\n";

/** An attempt that was interrupted by a shutdown has neither succeeded nor failed. */
const ends: Record<NonNullable<StreamQuery["status"]>, (outcome: AttemptOutcome) => boolean> = {
  success: (outcome) => outcome === "success",
  succeeded: (outcome) => outcome === "success",
  failure: (outcome) => outcome !== "success" && outcome !== "interrupted",
  failed: (outcome) => outcome !== "success" && outcome !== "interrupted",
};

function filterOf(principal: Principal, query: StreamQuery): (finished: Finished) => boolean {
  const tenant = tenantFilter(principal, query.tenant);
  const { webhook, event, type, channel, status } = query;
  const wanted = Object.entries({ tenant, webhook, event, type, channel }).filter(
    ([, value]) => value != null,
  );
  return (finished) =>
    mayRead(principal, finished.type) &&
    wanted.every(([name, value]) => finished[name as keyof Finished] === value) &&
    (status === undefined || ends[status](finished.outcome));
}

function messageOf(finished: Finished): string {
  const { delivery, event, type, tenant, channel, webhook, url } = finished;
  const { number, trigger, started_at, duration_ms, outcome, status_code, error } = finished;
  const told = {
    delivery,
    event: { id: event, type },
    tenant,
    channel,
    webhook: { id: webhook, url },
    attempt: { number, trigger, started: iso(started_at), duration_ms, outcome, status_code, error },
  };
  return `data: ${JSON.stringify(told)}\n\n`;
}
