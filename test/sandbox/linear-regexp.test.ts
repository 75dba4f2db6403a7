import { expect, test } from "bun:test";
import { LinearRegExp } from "../../src/sandbox/linear-regexp.ts";

test.each([
  [/a(b)?(c)/, "xxac"],
  [/^(x?)(s)(y)?$/, "s"],
  [/HELLO/i, "say hello"],
  [/^b$/m, "a\nb\nc"],
  [/a.b/s, "a\nb"],
  [/\u00e9\/(?<name>\d{2})/u, "é/42"],
  [/none/, "text"],
])("%p finds in %j what the native expression finds", (native, text) => {
  const linear = new LinearRegExp(native);
  const [found, expected] = [linear.exec(text), native.exec(text)];
  expect(found && [...found]).toEqual(expected && [...expected]);
  expect(found?.index).toBe(expected?.index as number);
  expect(linear.test(text)).toBe(native.test(text));
});

test("a global expression goes on where it stopped", () => {
  const [linear, native] = [new LinearRegExp("[0-9]+", "g"), /[0-9]+/g];
  for (let turn = 0; turn < 4; turn++) {
    expect(linear.exec("1 22 333")?.[0]).toBe(native.exec("1 22 333")?.[0] as string);
    expect(linear.lastIndex).toBe(native.lastIndex);
  }
});

test("what needs backtracking is refused as such, what is nothing as nothing", () => {
  for (const source of ["(?=a)", "(?<!a)b", "(a)\\1", "a{1001}"])
    expect(() => new LinearRegExp(source)).toThrow("without lookaround, backreferences or counts over 1000");
  expect(() => new LinearRegExp("(")).toThrow("must be a regular expression");
});
