import type { ExportFormat } from "./filter-model.ts";
import type { Delivery } from "./model.ts";

/** How deliveries are written to a file, a line each. */
export type Format = {
  type: string;
  /** Before the first delivery. */
  head: string;
  line(delivery: Delivery): string;
  /** The last line of a file that could not be written to its end. */
  broken(problem: object): string;
};

type Cell = string | number | boolean | null;

/** The columns of a CSV file, in their order. */
const columns: [name: string, read: (delivery: Delivery) => Cell][] = [
  ["id", ({ id }) => id],
  ["event_id", ({ event }) => event.id],
  ["event_type", ({ event }) => event.type],
  ["event_created", ({ event }) => event.created],
  ["tenant", ({ tenant }) => tenant],
  ["channel", ({ event }) => event.channel],
  ["test", ({ test }) => test],
  ["webhook_id", ({ webhook }) => webhook.id],
  ["webhook_url", ({ webhook }) => webhook.url],
  ["status", ({ status }) => status],
  ["cancel_reason", ({ cancel_reason }) => cancel_reason],
  ["attempt_count", ({ attempt_count }) => attempt_count],
  ["next_attempt", ({ next_attempt }) => next_attempt],
  ["created", ({ created }) => created],
  ["completed", ({ completed }) => completed],
  ["last_attempt_number", ({ last_attempt }) => last_attempt?.number ?? null],
  ["last_attempt_started", ({ last_attempt }) => last_attempt?.started ?? null],
  ["last_attempt_duration_ms", ({ last_attempt }) => last_attempt?.duration_ms ?? null],
  ["last_attempt_outcome", ({ last_attempt }) => last_attempt?.outcome ?? null],
  ["last_attempt_status_code", ({ last_attempt }) => last_attempt?.status_code ?? null],
  ["last_attempt_error", ({ last_attempt }) => last_attempt?.error ?? null],
];

export const columnNames: readonly string[] = columns.map(([name]) => name);

/** Spreadsheets run a text that begins so as a formula; an apostrophe makes it a text. Source: OWASP, "CSV Injection". */
const FORMULA = /^[=+\-@\t\r]/;

export const exportFormats: Record<ExportFormat, Format> = {
  ndjson: {
    type: "application/x-ndjson",
    head: "",
    line: (delivery) => `${JSON.stringify(delivery)}\n`,
    broken: (problem) => `${JSON.stringify({ error: problem })}\n`,
  },
  csv: {
    type: "text/csv; charset=utf-8; header=present",
    head: csvLine(columnNames),
    line: (delivery) => csvLine(columns.map(([, read]) => read(delivery))),
    broken: (problem) => csvLine(["error", JSON.stringify(problem)]),
  },
};

/** Source: RFC 4180. */
function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
