export { placeholderNames } from "../../../../src/wire/template.ts";

/** The placeholder that is being typed before the caret: from its brace on. Null where none is. */
export function openPlaceholder(text: string, caret: number): { from: number; typed: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("{");
  const typed = before.slice(from + 1);
  return from === -1 || /[^\w.]/.test(typed) ? null : { from, typed };
}

/** The text with the placeholder that is being typed made whole, and where the caret stands then. */
export function completed(text: string, caret: number, name: string): { text: string; caret: number } {
  const from = openPlaceholder(text, caret)?.from ?? caret;
  const rest = text.slice(caret).replace(/^[\w.]*\}/, "");
  const whole = `${text.slice(0, from)}{${name}}`;
  return { text: whole + rest, caret: whole.length };
}
