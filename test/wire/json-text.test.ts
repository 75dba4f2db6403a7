import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { compact, rewriteDates, scanArray, scanMembers, scanObject } from "../../src/wire/json-text.ts";

const sliceAll = (text: string, members: Map<string, { start: number; end: number }>) =>
  [...members].map(([key, { start, end }]) => [key, text.slice(start, end)]);

const faultOf = (text: string, maxDepth = 64) => scanObject(text, maxDepth).fault;

/** JSON text with white space sprinkled between tokens. */
const spacedJson = fc
  .tuple(fc.jsonValue(), fc.constantFrom("", " ", "\n\t", "   "))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

describe("scanObject", () => {
  test("cuts out each member as the caller wrote it", () => {
    const text = ' { "n" : 12345678901234567890 , "o": {"2": 1.50, "1":[ 1 ]} ,"s":" a,}" } ';
    expect(sliceAll(text, scanObject(text, 64).members)).toEqual([
      ["n", "12345678901234567890"],
      ["o", '{"2": 1.50, "1":[ 1 ]}'],
      ["s", '" a,}"'],
    ]);
  });

  test("decodes keys, also the hostile ones", () => {
    const text = String.raw`{"\u0061":1,"__proto__":2,"constructor":3,"\"\\":4,"":5}`;
    expect([...scanObject(text, 64).members.keys()]).toEqual(["a", "__proto__", "constructor", '"\\', ""]);
  });

  test("finds a duplicate key at any level and points at it", () => {
    expect(faultOf('{"a":1,"a":2}')).toEqual({ kind: "duplicate_key", pointer: "/a" });
    expect(faultOf('{"x":[0,{"a/b":{"~":1,"~":2}}]}')?.pointer).toBe("/x/1/a~1b/~0");
    expect(faultOf('{"x":{"a":1},"y":[{"a":1},{"a":1}]}')).toBeNull();
  });

  test("takes a key and its escaped spelling for the same", () => {
    expect(faultOf(String.raw`{"a":1,"\u0061":2}`)?.kind).toBe("duplicate_key");
    expect(faultOf(String.raw`{"\/":1,"/":2}`)?.pointer).toBe("/~1");
  });

  test("takes a string in an array for no key", () => {
    expect(faultOf('{"a":["b","b"],"b":"b"}')).toBeNull();
  });

  test("refuses nesting beyond the limit and points at the value that goes too deep", () => {
    expect(faultOf('{"a":[[1]]}', 3)).toBeNull();
    expect(faultOf('{"b":0,"a":[0,[1]]}', 2)).toEqual({ kind: "too_deep", pointer: "/a/1" });
  });

  test("survives 100000 levels without overflowing the stack", () => {
    const text = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(faultOf(text, Number.POSITIVE_INFINITY)).toBeNull();
    expect(faultOf(text, 64)?.kind).toBe("too_deep");
    expect(scanMembers(text).get("a")).toEqual({ start: 5, end: text.length - 1 });
  });

  test("agrees with JSON.parse on every object", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()),
        fc.constantFrom(0, 2),
        (object, indent) => {
          const text = JSON.stringify(object, null, indent);
          const { members, fault } = scanObject(text, 1000);
          const read = sliceAll(text, members).map(([key, json = ""]) => [key, JSON.parse(json)]);
          expect(fault).toBeNull();
          expect(read).toEqual(Object.entries(JSON.parse(text)));
          expect(members).toEqual(scanMembers(text));
        },
      ),
    );
  });
});

describe("scanArray", () => {
  const spansOf = (text: string) => {
    const start = scanMembers(text).get("events")?.start ?? -1;
    return scanArray(text, start).map((span) => text.slice(span.start, span.end));
  };

  test("cuts a batch into its events' own texts", () => {
    expect(spansOf('{"events": [ {"a":[1,2]} , 7,"]," ,[ ] ] , "x":1}')).toEqual([
      '{"a":[1,2]}',
      "7",
      '"],"',
      "[ ]",
    ]);
    expect(spansOf('{"events":[ ]}')).toEqual([]);
  });

  test("lets no bad event spoil the others", () => {
    const [first = "", second = ""] = spansOf('{"events":[{"a":1,"a":2},{"a":1}]}');
    expect(faultOf(first)?.pointer).toBe("/a");
    expect(faultOf(second)).toBeNull();
  });

  test("agrees with JSON.parse on every array", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 3), (array, indent) => {
        const text = JSON.stringify(array, null, indent);
        const read = scanArray(text, 0).map(({ start, end }) => JSON.parse(text.slice(start, end)));
        expect(read).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe("compact", () => {
  test("removes white space between tokens only", () => {
    expect(compact('\r\n{ "a b" : [ 1.50 ,\t" \\" " ] }\n')).toBe('{"a b":[1.50," \\" "]}');
  });

  test("gives the very same string when there is nothing to remove", () => {
    const text = '{"a":"b c"}';
    expect(compact(text)).toBe(text);
  });

  test("agrees with JSON.parse and JSON.stringify", () => {
    fc.assert(
      fc.property(spacedJson, (text) => {
        expect(compact(text)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});

describe("rewriteDates", () => {
  const rewritten = (value: string) => JSON.parse(rewriteDates(JSON.stringify(value)));

  test.each([
    ["2024-01-15T10:30:00Z", "2024-01-15T10:30:00"],
    ["2024-01-15T10:30:00.999Z", "2024-01-15T10:30:00"],
    ["2024-01-15t10:30:00z", "2024-01-15T10:30:00"],
    ["2024-01-15T10:30:00+02:00", "2024-01-15T08:30:00"],
    ["2023-12-31T23:30:00.5-01:00", "2024-01-01T00:30:00"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00"],
    ["2024-01-15T10:30:00-00:00", "2024-01-15T10:30:00"],
    ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59"],
    ["2017-01-01T08:59:60+09:00", "2016-12-31T23:59:59"],
  ])("%s becomes %s", (from, to) => {
    expect(rewritten(from)).toBe(to);
  });

  test.each([
    "2024-01-15",
    "2024-01-15T10:30:00",
    "2024-01-15 10:30:00Z",
    "on 2024-01-15T10:30:00Z",
    "2024-01-15T10:30:00Z.",
    "2024-01-15T10:30:00Z\n",
    "2023-02-29T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-00T00:00:00Z",
    "2024-01-15T24:00:00Z",
    "2024-01-15T10:60:00Z",
    "2024-01-15T10:30:60Z",
    "2024-01-15T10:30:61Z",
    "2024-01-15T10:30:00+24:00",
    "2024-01-15T10:30:00.Z",
    "0000-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "２０２４-01-15T10:30:00Z",
  ])("%s stays as it is", (text) => {
    expect(rewritten(text)).toBe(text);
  });

  test("leaves keys, numbers, order and white space alone", () => {
    const text =
      '{ "2024-01-15T10:30:00Z" : [ 1.50, "2024-01-15T10:30:00Z" ], "2":12345678901234567890, "1":"" }';
    expect(rewriteDates(text)).toBe(text.replace('"2024-01-15T10:30:00Z" ]', '"2024-01-15T10:30:00" ]'));
  });

  test("sees a date through its escapes", () => {
    expect(rewriteDates(String.raw`["\u0032024-01-15T10:30:00\u005a"]`)).toBe('["2024-01-15T10:30:00"]');
  });

  test("changes nothing in JSON without dates", () => {
    fc.assert(fc.property(spacedJson, (text) => expect(rewriteDates(text)).toBe(text)));
  });

  test("gives a moment's ISO form without fraction and zone", () => {
    const dates = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) =>
        expect(rewritten(date.toISOString())).toBe(date.toISOString().slice(0, 19)),
      ),
    );
  });
});
