import { stringEnd } from "../../wire/json-spans.ts";

const CLOSERS: Record<string, string> = { "{": "}", "[": "]" };

/**
 * Valid JSON text without white space between its tokens, laid out over lines. Works on the characters, so that numbers and
 * the order of keys stay as they are.
 */
export function indent(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const one = text[at] ?? "";
    if (one === '"') {
      const end = stringEnd(text, at);
      pieces.push(text.slice(at, end));
      at = end - 1;
    } else if (CLOSERS[one] !== undefined && text[at + 1] === CLOSERS[one]) {
      pieces.push(one, CLOSERS[one]);
      at++;
    } else if (CLOSERS[one] !== undefined) pieces.push(one, line(++depth));
    else if (one === "}" || one === "]") pieces.push(line(--depth), one);
    else pieces.push(one === "," ? `,${line(depth)}` : one === ":" ? ": " : one);
  }
  return pieces.join("");
}

const line = (depth: number) => `\n${"  ".repeat(depth)}`;
