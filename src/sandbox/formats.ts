import type Ajv2020 from "ajv/dist/2020.js";
import addAll from "ajv-formats";
import { MAX_FORMAT_TEXT } from "./limits.ts";

type Judge = RegExp | ((text: string) => boolean);

/** Formats that texts of any length may have: base64, and what is never looked at. */
const unbounded = ["byte", "binary", "password"];

/**
 * Adds the formats of JSON Schema, for texts up to a length only: their regular expressions are native and some are quadratic, and a
 * native match cannot be stopped.
 */
export function addFormats(ajv: Ajv2020): Ajv2020 {
  addAll(ajv);
  for (const [name, format] of Object.entries(ajv.formats)) {
    const judge = judgeOf(format);
    if (judge && !unbounded.includes(name)) ajv.addFormat(name, bounded(judge));
  }
  return ajv;
}

/** How a format judges texts; undefined when it is one of numbers or of everything. */
function judgeOf(format: unknown): Judge | undefined {
  if (typeof format === "function" || format instanceof RegExp) return format as Judge;
  const { type, validate } = Object(format) as { type?: string; validate?: Judge };
  return type === "number" ? undefined : validate;
}

function bounded(judge: Judge): (text: string) => boolean {
  const judges = judge instanceof RegExp ? (text: string) => judge.test(text) : judge;
  return (text) => text.length <= MAX_FORMAT_TEXT && judges(text);
}
