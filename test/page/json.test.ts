import { describe, expect, test } from "bun:test";
import { jsonLanguage } from "@codemirror/lang-json";
import { parseJson, prettyJson } from "../../public/api/json.ts";
import { rangeAt } from "../../public/components/json-range.ts";

describe("JSON", () => {
  test("is shown with its numbers as they were written", () => {
    const text = '{"order":12345678901234567890,"total":1.50,"rate":1e3,"count":3}';
    const shown = '{\n  "order": 12345678901234567890,\n  "total": 1.50,\n  "rate": 1e3,\n  "count": 3\n}';
    expect(prettyJson(text)).toBe(shown);
    expect(JSON.stringify(parseJson(text))).toBe(text);
    expect((parseJson(text) as { count: number }).count).toBe(3);
  });

  test("that is none is told apart", () => {
    expect(prettyJson("<html>")).toBeNull();
  });
});

describe("a pointer into a text", () => {
  const text = '{"a/b": [1, {"~": true}], "c": {}}';
  const marked = (pointer: string) => {
    const { from, to } = rangeAt(jsonLanguage.parser.parse(text), text, pointer);
    return text.slice(from, to);
  };

  test.each([
    ["", text],
    ["/a~1b", '[1, {"~": true}]'],
    ["/a~1b/0", "1"],
    ["/a~1b/1/~0", "true"],
    ["/c", "{}"],
  ])("%s marks %s", (pointer, expected) => {
    expect(marked(pointer)).toBe(expected);
  });

  test("to what is missing marks the beginning of what should have held it", () => {
    expect([marked("/nope"), marked("/c/missing"), marked("/a~1b/7")]).toEqual(["{", "{", "["]);
    expect(rangeAt(jsonLanguage.parser.parse(""), "", "/a")).toEqual({ from: 0, to: 0 });
  });
});
