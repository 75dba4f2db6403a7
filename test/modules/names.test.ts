import { describe, expect, test } from "bun:test";
import { Value } from "@sinclair/typebox/value";
import { eventType, pattern } from "../../src/modules/shared-model.ts";

const isEventType = (name: string) => Value.Check(eventType, name);
const isPattern = (name: string) => Value.Check(pattern, name);

describe("names", () => {
  test.each(["order", "order.created", "a-b.c_d", "A1", "x".repeat(128)])("%s is an event type", (name) => {
    expect(isEventType(name)).toBe(true);
    expect(isPattern(name)).toBe(true);
  });

  test.each(["", ".", "order.", ".order", "a..b", "a--b", "a.-b", "a b", "é", "a\n", "x".repeat(129)])(
    "%p is neither an event type nor a pattern",
    (name) => {
      expect(isEventType(name)).toBe(false);
      expect(isPattern(name)).toBe(false);
    },
  );

  test.each([
    ["*", true],
    ["order.*", true],
    ["order*", false],
    ["*.created", false],
    ["a.*.b", false],
    ["**", false],
  ])("%s is a pattern: %p", (name, expected) => {
    expect(isPattern(name)).toBe(expected);
    expect(isEventType(name)).toBe(false);
  });
});
