import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  decodeString,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  type Span,
  skipSpace,
  stringEnd,
  trimSpace,
} from "./json-spans.ts";
import { jsonPointer } from "./pointer.ts";

/** What `scanObject` found; `members` is whole only when `fault` is null. */
export type JsonShape = {
  /** Spans of the top object's member values, keys decoded. */
  members: Map<string, Span>;
  fault: { kind: "duplicate_key" | "too_deep"; pointer: string } | null;
};

/** An open object or array: the keys seen so far (null in an array) and the step from it to where the scan is. */
type Frame = { keys: Set<string> | null; step: string | number };

/**
 * Walks a valid JSON text (JSON.parse has accepted it) once and stops at the first fault: a key that its object
 * already has (escapes decoded, so "a" and "\u0061" are the same; at any level), or nesting deeper than `maxDepth`
 * (the top object is level 1). Keeps its own stack, so no depth can overflow the engine's.
 */
export function scanObject(text: string, maxDepth: number): JsonShape {
  return new Scan(text, maxDepth).run();
}

class Scan {
  private members = new Map<string, Span>();
  private fault: JsonShape["fault"] = null;
  private open: Frame[] = [];
  private awaitsKey = false;
  private valueStart = 0;

  constructor(
    private text: string,
    private maxDepth: number,
  ) {}

  run(): JsonShape {
    const { text } = this;
    for (let at = 0; at < text.length && this.fault === null; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = this.passString(at) - 1;
      else if (code === COLON) this.beginValue(at + 1);
      else if (code === COMMA) this.passComma(at);
      else if (code === OPEN_BRACE) this.enter({ keys: new Set(), step: "" });
      else if (code === OPEN_BRACKET) this.enter({ keys: null, step: 0 });
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.leave(at);
    }
    return { members: this.members, fault: this.fault };
  }

  private passString(start: number): number {
    const end = stringEnd(this.text, start);
    const frame = this.open.at(-1);
    if (!this.awaitsKey || !frame?.keys) return end;
    this.awaitsKey = false;
    const { size } = frame.keys;
    frame.step = decodeString(this.text, start, end);
    if (frame.keys.add(frame.step).size === size) this.fail("duplicate_key");
    return end;
  }

  private beginValue(at: number): void {
    if (this.open.length === 1) this.valueStart = skipSpace(this.text, at);
  }

  private endValue(at: number): void {
    const frame = this.open[0];
    if (this.open.length !== 1 || this.valueStart === 0 || typeof frame?.step !== "string") return;
    this.members.set(frame.step, { start: this.valueStart, end: trimSpace(this.text, at) });
  }

  private passComma(at: number): void {
    this.endValue(at);
    const frame = this.open.at(-1);
    if (frame && typeof frame.step === "number") frame.step++;
    else this.awaitsKey = true;
  }

  private enter(frame: Frame): void {
    if (this.open.length >= this.maxDepth) this.fail("too_deep");
    this.open.push(frame);
    this.awaitsKey = frame.keys !== null;
  }

  private leave(at: number): void {
    this.endValue(at);
    this.open.pop();
    this.awaitsKey = false;
  }

  private fail(kind: "duplicate_key" | "too_deep"): void {
    this.fault = { kind, pointer: jsonPointer(this.open.map((frame) => frame.step)) };
  }
}
