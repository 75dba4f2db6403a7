import { expect, test } from "bun:test";
import { Countdown } from "../../src/sandbox/countdown.ts";
import { waitFor } from "../support/wait-for.ts";

/** A countdown of 100 ms in a process that computes `each` milliseconds from one look to the next. */
function counting(each: () => number) {
  const seen = { looks: 0, isOver: false };
  let spent = 0;
  const countdown = new Countdown(
    () => {
      seen.isOver = true;
      countdown.stop();
    },
    () => {
      seen.looks++;
      spent += each();
      return spent;
    },
  );
  countdown.start(100);
  return seen;
}

test("what computes all the time is over when its time is", async () => {
  const seen = counting(() => 40);
  await waitFor(() => seen.isOver, "the end");
  expect(seen.looks).toBe(1 + 5);
});

test("time in which others have the processor does not count", async () => {
  let each = 1;
  const seen = counting(() => each);
  await waitFor(() => seen.isOver || seen.looks > 12, "three times its time");
  expect(seen.isOver).toBe(false);
  each = 40;
  await waitFor(() => seen.isOver, "the end");
});

test("what never computes is over in the end too", async () => {
  const seen = counting(() => 0);
  await waitFor(() => seen.isOver, "the end");
  expect(seen.looks).toBe(1 + 80);
});
