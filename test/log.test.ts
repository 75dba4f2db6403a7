import { expect, test } from "bun:test";
import { createLogger, type LogOptions } from "../src/log.ts";

function record(options: Omit<LogOptions, "write">) {
  const lines: string[] = [];
  return { log: createLogger({ ...options, write: (line) => lines.push(line) }), lines };
}

test("the json format is one object in one line, with level, time and message", () => {
  const { log, lines } = record({ level: "info", format: "json" });
  log.info("delivery failed", { delivery: "dlv_1", outcome: "timeout" });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toEndWith("}\n");
  const { time, ...rest } = JSON.parse(lines[0] ?? "");
  expect(rest).toEqual({ level: "info", delivery: "dlv_1", outcome: "timeout", msg: "delivery failed" });
  expect(new Date(time).toISOString()).toBe(time);
});

test("the text format is one line, even with an error", () => {
  const { log, lines } = record({ level: "info", format: "text" });
  log.error("crashed", { error: new Error("no\nluck") });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd().split("\n")).toHaveLength(1);
  expect(lines[0]).toContain("ERROR: crashed");
  expect(lines[0]).toContain("luck");
});

test("what is below the level is not written", () => {
  const { log, lines } = record({ level: "warn", format: "json" });
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["c", "d"]);
});

test("errors with their causes, bigints and dates are written as plain values", () => {
  const { log, lines } = record({ level: "info", format: "json" });
  const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  log.info("m", { error: new TypeError("bad", { cause }), rows: 12345678901234567890n, at: new Date(0) });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    error: { name: "TypeError", message: "bad", cause: { message: "refused", code: "ECONNREFUSED" } },
    rows: "12345678901234567890",
    at: "1970-01-01T00:00:00.000Z",
  });
});

test("a secret is not written at any depth, and a cycle ends", () => {
  const { log, lines } = record({ level: "info", format: "json" });
  const cycle: Record<string, unknown> = { monkey: "seen", keys: 3 };
  cycle.self = cycle;
  const hidden = { secret: "hush", key: "hush", api_key: "hush", masterKey: "hush", "X-Secret": "hush" };
  log.info("m", { ...hidden, headers: [{ Authorization: "hush", "set-cookie": "hush" }], cycle });
  expect(lines[0]).not.toContain("hush");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    secret: "[redacted]",
    cycle: { monkey: "seen", keys: 3 },
  });
});
