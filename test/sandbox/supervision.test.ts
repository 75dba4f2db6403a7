import { afterEach, expect, test } from "bun:test";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { Supervisor, type SupervisorOptions } from "../../src/sandbox/supervisor.ts";
import { ManualClock } from "../support/clock.ts";
import { asTenant, EXPONENTIAL, LOOP, patient } from "./support.ts";

const opened: { close(): unknown }[] = [];

function sandbox(options: SupervisorOptions = {}) {
  const made = createSandbox({ deadlines: patient, ...options });
  opened.push(made);
  return asTenant(made, "acme");
}

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const dying = { worker: new URL("./dying-worker.ts", import.meta.url).href };
const yes = { matches: true, value: "true" };

test("what others asked before and behind a filter that loops is answered", async () => {
  const { filter, validate, checkFilter } = sandbox();
  const answers = await Promise.all([
    filter("a = 1", '{"a": 1}'),
    filter(LOOP, "{}"),
    filter("a = 2", '{"a": 2}'),
    validate('{"type": "string"}', '"x"'),
    validate(EXPONENTIAL, "1"),
    checkFilter("a"),
    filter("a = 3", '{"a": 3}'),
  ]);
  const overran = { error: "it ran longer than 600 ms" };
  expect(answers).toEqual([yes, overran, yes, { faults: [] }, overran, null, yes]);
});

test("a filter that overran is not tried again with this input for 60 seconds, then it is", async () => {
  const clock = new ManualClock();
  const { filter } = sandbox({ clock });
  const overran = { error: "it ran longer than 600 ms" };
  const banned = { error: "it ran longer than 600 ms and is not tried again for 60 s" };
  const answers = await Promise.all([filter(LOOP, "{}"), filter(LOOP, "{}"), filter("a", "{}")]);
  expect(answers).toEqual([overran, banned, { matches: false, value: null }]);
  clock.advance(59_999);
  expect(await filter(LOOP, "{}")).toEqual(banned);
  clock.advance(1);
  expect(await filter(LOOP, "{}")).toEqual(overran);
});

/** Loops where `slow` is true. */
const SLOW = `slow ? ${LOOP} : ok`;

test("what overran on one input or two is still tried on others; after three it is not tried on any for 60 seconds", async () => {
  const clock = new ManualClock();
  const { filter } = sandbox({ clock });
  const slow = (n: number) => filter(SLOW, `{"slow": true, "n": ${n}}`);
  const overran = { error: "it ran longer than 600 ms" };
  const banned = { error: "it ran longer than 600 ms and is not tried again for 60 s" };
  expect(await slow(1)).toEqual(overran);
  expect(await filter(SLOW, '{"ok": true}')).toEqual(yes);
  expect(await slow(2)).toEqual(overran);
  expect([await slow(1), await slow(2), await filter(SLOW, '{"ok": true}')]).toEqual([banned, banned, yes]);
  clock.advance(30_000);
  expect(await slow(3)).toEqual(overran);
  clock.advance(59_999);
  expect(await filter(SLOW, '{"ok": true}')).toEqual(banned);
  clock.advance(1);
  expect(await filter(SLOW, '{"ok": true}')).toEqual(yes);
});

test.each([
  ["exit", "it ended the sandbox's thread"],
  ["throw", "it ended the sandbox's thread"],
])("a thread that dies by itself (%s) costs one call and comes again", async (text, reason) => {
  const { filter } = sandbox(dying);
  const answers = await Promise.all([filter("a", ""), filter(text, ""), filter("b", "")]);
  expect(answers).toEqual([
    { matches: true, value: "a" },
    { error: expect.stringContaining(reason) },
    { matches: true, value: "b" },
  ]);
  expect(await filter("c", "")).toEqual({ matches: true, value: "c" });
});

test("a thread that cannot start at all answers each call with an error", async () => {
  const { filter, checkSchema } = sandbox({ worker: new URL("./none.ts", import.meta.url).href });
  const error = expect.stringContaining("it ended the sandbox's thread");
  expect(await Promise.all([filter("a", ""), filter("b", "")])).toEqual([{ error }, { error }]);
  expect(await checkSchema("{}")).toEqual([{ pointer: "", detail: error }]);
});

test("closing answers what is waiting and all that comes later with an error", async () => {
  const { filter, validate, checkSchema, checkFilter, close } = sandbox();
  const waiting = [filter(LOOP, "{}"), filter("a", "{}")];
  await close();
  const error = "the sandbox is closed";
  const closed = { error, closed: true } as const;
  expect(await Promise.all(waiting)).toEqual([closed, closed]);
  expect(await filter("a", "{}")).toEqual(closed);
  expect(await validate("{}", "{}")).toEqual(closed);
  expect(await checkSchema("{}")).toEqual([{ pointer: "", detail: error }]);
  expect(await checkFilter("a")).toBe(error);
  await close();
});

test("the thread comes with the first call and goes when it has had nothing to do", async () => {
  const clock = new ManualClock();
  const supervisor = new Supervisor({ clock, deadlines: { ...patient, idle: 1000 } });
  opened.push(supervisor);
  const ask = () =>
    supervisor.call<unknown>("acme", { kind: "run", library: "filter", text: "a", input: '{"a": true}' });
  expect(supervisor.running).toBe(false);
  expect(await ask()).toEqual(yes);
  clock.advance(900);
  await ask();
  clock.advance(900);
  expect(supervisor.running).toBe(true);
  clock.advance(1100);
  expect(supervisor.running).toBe(false);
  expect(await ask()).toEqual(yes);
});
