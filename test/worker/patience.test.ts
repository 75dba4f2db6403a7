import { expect, test } from "bun:test";
import type { ExchangeResult } from "../../src/egress/exchange.ts";
import { patiently } from "../../src/worker/patience.ts";
import { ManualClock } from "../support/clock.ts";

const lack: ExchangeResult = {
  ...{ kind: "interrupted", error: "Posthorn has run out of memory.", lack: true },
  ...{ response: null, timings: null, remoteAddress: null },
};
const refused: ExchangeResult = {
  ...lack,
  kind: "connection_error",
  error: "x refused.",
  lack: undefined as never,
};
const exchange = {
  method: "POST",
  url: "http://a.test/",
  headers: [],
  body: "{}",
  timeoutMs: 1,
  requireHttps: false,
} as const;

/** Sends with these results in turn, the last of them for ever. */
function sending(results: ExchangeResult[]) {
  const clock = new ManualClock();
  const logged: string[] = [];
  let sent = 0;
  const send = async () => results[Math.min(sent++, results.length - 1)] as ExchangeResult;
  const note = (line: string) => void logged.push(line);
  const patient = patiently({ send, clock, log: { error: note, info: note } });
  const pass = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      await Bun.sleep(0);
      clock.advance(1000);
    }
    await Bun.sleep(0);
  };
  return {
    patient: (signal?: AbortSignal) => patient({ ...exchange, headers: [] }, signal),
    logged,
    pass,
    sent: () => sent,
  };
}

test("what we could not send for a lack of our own is sent again a second later, and told once", async () => {
  const { patient, logged, pass, sent } = sending([lack, lack, lack, lack, refused]);
  const results = Promise.all([patient(), patient()]);
  await pass(5);
  expect((await results).map(({ kind }) => kind)).toEqual(["connection_error", "connection_error"]);
  expect(sent()).toBe(6);
  expect(logged).toEqual(["deliveries wait for this machine", "deliveries go on"]);
});

test("a receiver's fault is not sent again", async () => {
  const { patient, logged, sent } = sending([refused]);
  expect((await patient()).kind).toBe("connection_error");
  expect([sent(), logged]).toEqual([1, []]);
});

test("a lack that stays is given up after 30 tries, as interrupted", async () => {
  const { patient, pass, sent } = sending([lack]);
  const result = patient();
  await pass(30);
  expect([(await result).kind, sent()]).toEqual(["interrupted", 30]);
});

test("a stop does not wait for it", async () => {
  const stop = new AbortController();
  stop.abort();
  expect((await sending([lack]).patient(stop.signal)).kind).toBe("interrupted");
});
