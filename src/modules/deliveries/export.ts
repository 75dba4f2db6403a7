import type { Query } from "../../db/query.ts";
import { toProblem } from "../../http/errors.ts";
import type { Principal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import type { Logger } from "../../log.ts";
import type { Selection } from "../../outbox/selection.ts";
import { exportFormats, type Format } from "./export-format.ts";
import type { ExportQuery } from "./filter-model.ts";
import type { Delivery } from "./model.ts";
import { deliveriesBefore, newestDelivery } from "./read.ts";
import { refuseEmptyPeriod, selectionOf } from "./selection.ts";

export type ExportDeps = { query: Query; log: Logger; clock: { now(): number } };

type Visit = {
  /** Whether who asked would still get in. */
  mayStay(): Promise<boolean>;
  /** Called once, when all is sent or the client is gone. */
  left(): void;
};

/** Rows of one read: short enough that other reads wait no longer for it than for a page of a list. */
const PORTION = 250;

/**
 * The deliveries that the filter selects now, newest first, as a file; what comes later is not in it. Each portion is read when the
 * client has taken the one before. A file that ends before its end says so in its last line. Throws 403, 422.
 */
export async function exportDeliveries(
  deps: ExportDeps,
  principal: Principal,
  { format, ids, ...filter }: ExportQuery,
  visit: Visit,
): Promise<Response> {
  const selection = selectionOf(
    principal,
    { ...filter, ids: ids === undefined ? undefined : ids.split(",") },
    "/query",
  );
  refuseEmptyPeriod(selection, "/query");
  const written = exportFormats[format];
  const newest = await newestDelivery(deps.query);
  const moment = new Date(deps.clock.now())
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "-");
  return new Response(streamOf(deps, selection, { newest, written, ...visit }), {
    headers: {
      "content-type": written.type,
      "content-disposition": `attachment; filename="deliveries-${moment}.${format}"`,
    },
  });
}

type Writing = Visit & { newest: number; written: Format };

function streamOf(
  { query, log }: ExportDeps,
  selection: Selection,
  { newest, written, mayStay, left }: Writing,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let before = newest + 1;
  return new ReadableStream(
    {
      start: (controller) => {
        if (written.head !== "") controller.enqueue(encoder.encode(written.head));
      },
      async pull(controller) {
        const end = (line: string) => {
          if (line !== "") controller.enqueue(encoder.encode(line));
          controller.close();
          left();
        };
        try {
          if (!(await mayStay()))
            throw new Problem("unauthorized", "The key or session has ended meanwhile.");
          const { deliveries, last } = await deliveriesBefore(query, selection, before, PORTION);
          before = last;
          const lines = deliveries.map((delivery: Delivery) => written.line(delivery)).join("");
          if (deliveries.length < PORTION) end(lines);
          else controller.enqueue(encoder.encode(lines));
        } catch (error) {
          end(written.broken(toProblem(error, "", log, () => [])));
        }
      },
      cancel: left,
    },
    { highWaterMark: 0 },
  );
}
