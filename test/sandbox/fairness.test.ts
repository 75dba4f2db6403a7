import { afterEach, expect, test } from "bun:test";
import { MAX_WAITING } from "../../src/sandbox/limits.ts";
import { createSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import { LOOP, patient } from "./support.ts";

const yes = { matches: true, value: "true" };

/** Takes the thread some tens of milliseconds, and answers. */
const SLOW = "$sum([1..20000].($ * 2)) > 0";

let sandbox: Sandbox;

function start(): Sandbox {
  sandbox = createSandbox({ deadlines: patient });
  return sandbox;
}

afterEach(() => sandbox.close());

test("a tenant with many slow filters does not hold up another's", async () => {
  const { filter } = start();
  const answered: string[] = [];
  const ask = async (tenant: string, expression: string) => {
    const answer = await filter(expression, '{"a": 1}', tenant);
    answered.push(tenant);
    return answer;
  };
  const slow = Array.from({ length: 30 }, () => ask("slow", SLOW));
  const quick = Array.from({ length: 30 }, () => ask("quick", "a = 1"));
  expect(await Promise.all(quick)).toEqual(quick.map(() => yes));
  const before = answered.filter((tenant) => tenant === "slow").length;
  expect(before).toBeLessThan(10);
  expect(await Promise.all(slow)).toEqual(slow.map(() => yes));
});

test("filters of a tenant that overrun one after the other let another's through in between", async () => {
  const { filter } = start();
  const answered: string[] = [];
  const loops = Array.from({ length: 4 }, async (_, n) => {
    const answer = await filter(`${LOOP} + ${n}`, "{}", "looping");
    answered.push("looping");
    return answer;
  });
  const quick = Array.from({ length: 100 }, async () => {
    const answer = await filter("a = 1", '{"a": 1}', "quick");
    answered.push("quick");
    return answer;
  });
  expect(await Promise.all(quick)).toEqual(quick.map(() => yes));
  expect(answered.filter((tenant) => tenant === "looping").length).toBeLessThan(2);
  expect(await Promise.all(loops)).toEqual(loops.map(() => ({ error: "it ran longer than 600 ms" })));
});

test("a filter that one tenant's events made overrun goes on for another tenant", async () => {
  const { filter } = start();
  const sometimes = `again ? ${LOOP} : a = 1`;
  for (const n of [1, 2, 3])
    expect(await filter(sometimes, `{"again": true, "n": ${n}}`, "one")).toHaveProperty("error");
  expect(await filter(sometimes, '{"a": 1}', "one")).toHaveProperty("error");
  expect(await filter(sometimes, '{"a": 1}', "other")).toEqual(yes);
});

test("a tenant with too much waiting is told so, and another is not", async () => {
  const { filter } = start();
  const many = Array.from({ length: MAX_WAITING + 10 }, () => filter("a = 1", '{"a": 1}', "many"));
  const answers = Promise.all(many);
  expect(await filter("a = 1", '{"a": 1}', "few")).toEqual(yes);
  const refused = (await answers).filter((answer) => "error" in answer);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(11);
  expect(refused[0]).toMatchObject({ crowded: true });
});
