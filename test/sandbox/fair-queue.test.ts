import { expect, test } from "bun:test";
import { FairQueue } from "../../src/sandbox/fair-queue.ts";

const EVERYTHING = Number.POSITIVE_INFINITY;

/** The owners whose calls come next, each call taking what `costs` says, until none waits. */
function turns(queue: FairQueue<string>, costs: (owner: string) => number): string[] {
  const order: string[] = [];
  for (let next = queue.take(EVERYTHING); next; next = queue.take(EVERYTHING)) {
    order.push(next.call);
    queue.charge(next.call, costs(next.call));
  }
  return order;
}

test("of many owners each gets as much of the time, whatever its calls cost", () => {
  const queue = new FairQueue<string>();
  const owners = Array.from({ length: 100 }, (_, n) => `o${n}`);
  const costs = (owner: string) => 1 + (Number(owner.slice(1)) % 7);
  for (const owner of owners) for (let n = 0; n < 100; n++) queue.add(owner, owner);
  const used = new Map(owners.map((owner) => [owner, 0]));
  const order = turns(queue, costs);
  for (const owner of order.slice(0, 2000)) used.set(owner, (used.get(owner) ?? 0) + costs(owner));
  expect(Math.max(...used.values()) - Math.min(...used.values())).toBeLessThanOrEqual(7);
  expect(order.length).toBe(10_000);
});

test("who had nothing waiting for a while has no claim to that time", () => {
  const queue = new FairQueue<string>();
  const ask = (...owners: string[]) => owners.forEach((owner) => void queue.add(owner, owner));
  ask("early", "busy", "busy", "busy", "busy");
  expect(turns(queue, () => 50)).toHaveLength(5);
  ask("early", "early", "early", "busy", "busy", "busy");
  expect(turns(queue, () => 50).slice(0, 3)).toContain("busy");
});

test("a call that is put back is its owner's next", () => {
  const queue = new FairQueue<string>();
  queue.add("a", "second");
  queue.putBack("a", "first");
  expect([queue.take(EVERYTHING)?.call, queue.take(EVERYTHING)?.call]).toEqual(["first", "second"]);
});
