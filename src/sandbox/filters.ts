import jsonata from "jsonata";
import { isTrue, shown } from "./filter-result.ts";
import type { Evaluator } from "./job.ts";
import { MAX_COMPILED, MAX_FILTER_DEPTH, MAX_FILTER_ITEMS, MAX_FILTER_TEXT } from "./limits.ts";
import { Lru } from "./lru.ts";

const options = { stack: MAX_FILTER_DEPTH, sequence: MAX_FILTER_ITEMS };

/** JSONata calls what is bound to this with the result of every part of an expression. */
const AFTER_EACH = Symbol.for("jsonata.__evaluate_exit") as unknown as string;

const compiled = new Lru<string, jsonata.Expression | Error>(MAX_COMPILED);

function tooLong(): never {
  throw new Error(`it makes a text longer than ${MAX_FILTER_TEXT} characters`);
}

const limitText = (_expr: unknown, _input: unknown, _environment: unknown, result: unknown) => {
  if (typeof result === "string" && result.length > MAX_FILTER_TEXT) tooLong();
};

/** As JSONata's own, which fills memory before anyone can look at the result: natively, so that not even the end of the thread stops it. */
function pad(text: string | undefined, width: number, fill = " "): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - [...text].length;
  if (missing > MAX_FILTER_TEXT) tooLong();
  const characters = [...(fill || " ")];
  const padding = Array.from(
    { length: Math.max(missing, 0) },
    (_, n) => characters[n % characters.length],
  ).join("");
  return width > 0 ? text + padding : padding + text;
}

function join(texts: string[] | undefined, separator = ""): string | undefined {
  if (texts === undefined) return undefined;
  const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  if (length > MAX_FILTER_TEXT) tooLong();
  return texts.join(separator);
}

function parse(text: string): jsonata.Expression {
  const expression = jsonata(text, options);
  expression.assign(AFTER_EACH, limitText);
  expression.registerFunction("pad", pad, "<s-ns?:s>");
  expression.registerFunction("join", join, "<a<s>s?:s>");
  return expression;
}

/** JSONata's faults are plain objects with the position of the character after the fault. */
function attempt(text: string): jsonata.Expression | Error {
  try {
    return parse(text);
  } catch (error) {
    const { message, position } = error as { message: string; position?: number };
    return new Error(position === undefined ? message : `${message} (at character ${position})`);
  }
}

function compiledOnce(text: string): jsonata.Expression | Error {
  const found = compiled.get(text) ?? attempt(text);
  compiled.set(text, found);
  return found;
}

/** JSONata 2. */
export const filters: Evaluator = {
  compile: (text) => void compiledOnce(text),
  check: (text) => {
    const found = attempt(text);
    return { refusal: found instanceof Error ? found.message : null };
  },
  run: async (text, input) => {
    const expression = compiledOnce(text);
    if (expression instanceof Error) throw expression;
    const result: unknown = await expression.evaluate(JSON.parse(input));
    return { matches: isTrue(result), value: shown(result) };
  },
};
