import { expect, test } from "bun:test";
import { covers, isPattern, treeOf, withPattern } from "../../public/components/event-type-tree.ts";

test("names become a tree by their dots, a name that is also a branch included", () => {
  const [order] = treeOf(["order.created", "order", "order.address.changed"]);
  expect([order?.name, order?.isType, order?.children.map(({ name, isType }) => [name, isType])]).toEqual([
    "order",
    true,
    [
      ["order.address", false],
      ["order.created", true],
    ],
  ]);
});

test.each([
  ["*", "anything", true],
  ["order.*", "order.created", true],
  ["order.*", "order.address.changed", true],
  ["order.*", "order", false],
  ["order.*", "orders.created", false],
  ["order", "order.created", false],
])("%s means %s: %p", (pattern, name, means) => {
  expect(covers(pattern, name)).toBe(means);
});

test("a wider pattern takes the place of those that it means already", () => {
  const chosen = ["order.created", "order.address.*", "orders.created", "stock.updated"];
  expect(withPattern(chosen, "order.*")).toEqual(["orders.created", "stock.updated", "order.*"]);
  expect(withPattern(chosen, "*")).toEqual(["*"]);
});

test("what the API takes is a pattern, and nothing else", () => {
  expect(["*", "order", "order.*", "a-b.c_d"].map(isPattern)).toEqual([true, true, true, true]);
  expect(["", "order.", "*.created", "order..x", "a b", "x".repeat(129)].map(isPattern)).not.toContain(true);
});
