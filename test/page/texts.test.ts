import { describe, expect, test } from "bun:test";
import { ar } from "../../public/texts/ar/index.ts";
import { en } from "../../public/texts/en/index.ts";
import type { Plural } from "../../public/texts/types.ts";

const formsOf = (text: string | Plural): string[] =>
  typeof text === "string" ? [text] : Object.values(text);
/** None is told as the hundreds are. Source: CLDR plural rules. */
const FORMS = ["one", "two", "few", "many", "other"];
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe("the Arabic texts", () => {
  const pairs = Object.entries(en as Record<string, string | Plural>).map(
    ([key, text]): [string, string | Plural, string | Plural] => [
      key,
      text,
      (ar as Record<string, string | Plural>)[key] ?? "",
    ],
  );

  test("are there for every English one, and no others", () => {
    expect(Object.keys(ar).sort()).toEqual(Object.keys(en).sort());
    expect(pairs.filter(([, , text]) => formsOf(text).some((form) => form.trim() === ""))).toEqual([]);
  });

  test("have a form for each of the numbers that Arabic tells apart", () => {
    const short = Object.entries(ar as Record<string, string | Plural>).filter(
      ([, text]) => formsOf(text).length > 1 && !FORMS.every((form) => form in (text as Plural)),
    );
    expect(short.map(([key]) => key)).toEqual([]);
  });

  test("show the same values in every form", () => {
    const wrong = pairs.filter(([, english, arabic]) => {
      // A form for one or two may say the number in words.
      const shown = (form: string) =>
        namesIn(form)
          .filter((name) => name !== "count")
          .join();
      const wanted = shown(formsOf(english)[0] ?? "");
      return [...formsOf(english), ...formsOf(arabic)].some((form) => shown(form) !== wanted);
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

test("what the portal says in its own words is said in other words elsewhere", () => {
  const own = Object.keys(en).filter((key) => key.endsWith("@portal"));
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((key) => !(key.replace("@portal", "") in en))).toEqual([]);
});
