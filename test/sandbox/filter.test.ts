import { expect, test } from "bun:test";
import { LOOP, sandboxForTests } from "./support.ts";

const sandbox = sandboxForTests();

const event = {
  type: "order.created",
  channel: "berlin",
  actor: null,
  data: {
    total: 12,
    name: "Ada",
    lines: [
      { sku: "a", n: 1 },
      { sku: "b", n: 3 },
    ],
  },
};
const filter = (expression: string, input: unknown = event) =>
  sandbox.filter(expression, JSON.stringify(input));

test.each([
  ['type = "order.created" and data.total > 10', true, "true"],
  ["data.total > 100", false, "false"],
  ["data.lines[n > 2].sku", true, '"b"'],
  ["data.none", false, null],
  ["actor", false, "null"],
  ["data.total - 12", false, "0"],
  ['""', false, '""'],
  ["[]", false, "[]"],
  ["{}", false, "{}"],
  ["[0, false]", false, "[0,false]"],
  ["[0, 1]", true, "[0,1]"],
  ["function($x){ $x }", false, null],
  ["$sum", false, null],
  ['{"a": $sum, "b": 1}', true, '{"b":1}'],
  ["data.lines.$string(n)", true, '["1","3"]'],
  ['$join(data.lines.sku, "-")', true, '"a-b"'],
  ["$join(data.none)", false, null],
  ['$pad("x", -4, "ab")', true, '"abax"'],
  ['$pad("x", 3) & "."', true, '"x  ."'],
  ['$toMillis("2024-01-02", "[Y]-[M]-[D]")', true, "1704153600000"],
  ['$replace(data.name, /^(A)(d)/i, "$2$1")', true, '"dAa"'],
  ['$split("a1b22c", /[0-9]+/)', true, '["a","b","c"]'],
])("%s is judged by JSONata's own cast, and its value shown", async (expression, matches, value) => {
  expect(await filter(expression)).toEqual({ matches, value });
});

test("a value that is too long to show says so and still counts", async () => {
  expect(await filter("data", { data: "x".repeat(20_000) })).toEqual({
    matches: true,
    value: '"(longer than 16 KiB)"',
  });
});

test.each([
  ["(", 'Expected ")" before end of expression (at character 1)'],
  ["/(?=a)b/", "must be a regular expression without lookaround"],
])("a filter that cannot be used says why: %s", async (expression, reason) => {
  expect(await sandbox.checkFilter(expression)).toContain(reason);
  expect(await filter(expression)).toEqual({ error: expect.stringContaining(reason) });
});

test("a filter is not longer than 8 KiB", async () => {
  const error = "must not be longer than 8 KiB";
  const long = `"${"x".repeat(8192)}"`;
  expect(await sandbox.checkFilter(long)).toBe(error);
  expect(await filter(long)).toEqual({ error });
});

test("a filter that can be used has nothing against it, even when it would loop", async () => {
  expect(await sandbox.checkFilter("data.total > 10")).toBe(null);
  expect(await sandbox.checkFilter(LOOP)).toBe(null);
});

test.each([
  [LOOP, "it ran longer than 600 ms"],
  ["($f := function($n){ 1 + $f($n) }; $f(1))", "Stack overflow"],
  ["[1..10000000]", "maximum sequence length"],
  ["$map([1..100000], function($x){ [1..100000] })", "it ran longer than 600 ms"],
  ['$pad("x", 1000000000)', "a text longer than"],
  [
    "($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f(data.name, 27)))",
    "a text longer than",
  ],
  ['($a := $pad("x", 1000000); $join([1..1000].$a))', "a text longer than"],
  [
    "($f := function($a, $n){ $n = 0 ? $a : $f($append($a, $a), $n - 1) }; $f([1], 60))",
    "maximum sequence length",
  ],
  [
    "($f := function($o, $n){ $n = 0 ? $o : $f([[$o], [$o]], $n - 1) }; $string($f({}, 60)))",
    "it ran longer than 600 ms",
  ],
  ['$error("no")', "no"],
  ["data.name + 1", "must evaluate to a number"],
  ['$eval("/(?=a)b/")', "without lookaround"],
])("%s ends in an error", async (expression, reason) => {
  expect(await filter(expression)).toEqual({ error: expect.stringContaining(reason) });
});

test("a result that refers to its own parts without end is shown as too long, not written out", async () => {
  const doubled = '($f := function($o, $n){ $n = 0 ? $o : $f({"a": $o, "b": $o}, $n - 1) }; $f({}, 50))';
  expect(await filter(doubled)).toEqual({ matches: true, value: '"(longer than 16 KiB)"' });
});

test("catastrophic regular expressions are judged, in patterns, pictures and signatures", async () => {
  const input = { data: `${"a".repeat(50_000)}!`, digits: `${"1".repeat(5000)}x` };
  expect(await filter("$contains(data, /(a+)+$/)", input)).toEqual({ matches: false, value: "false" });
  expect(await filter('$contains(data & "a", /(a+)+$/)', input)).toEqual({ matches: true, value: "true" });
  const picture = '$toMillis(digits, "[Y][M][D][H][m][s][f]")';
  expect(await filter(picture, input)).toEqual({ matches: false, value: null });
});

test.each([
  ["data.constructor"],
  ["data.__proto__"],
  ['$lookup(data, "constructor")'],
  ["$$.constructor.constructor"],
  ['"x".constructor'],
  ["$sum.constructor"],
  ["$f.constructor"],
  ["$process"],
  ["$globalThis"],
])("%s reaches nothing of the host", async (expression) => {
  expect(await filter(expression)).toEqual({ matches: false, value: null });
});

test("one evaluation leaves nothing behind for the next", async () => {
  await filter('$ ~> |data|{"__proto__": {"polluted": 1}, "left": 1}|');
  await filter('{"__proto__": {"polluted": 1}}.polluted');
  await filter("$left := 1");
  for (const trace of ["{}.polluted", "data.left", "$left"])
    expect(await filter(trace)).toEqual({ matches: false, value: null });
});
