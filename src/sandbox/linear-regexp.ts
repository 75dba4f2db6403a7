import { RE2JS } from "re2js";

const Native = RegExp;

const engineFlags: Record<string, number> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/**
 * A RegExp for users' patterns whose time grows with the text only (RE2). Measured with Bun 1.4.5: `worker.terminate()` does not end a
 * thread inside a native match (`/\s+$/` on 3 MB of spaces burned on after it), and `/(a+)+$/` gives up after 300 ms with a wrong "no match".
 * Throws a SyntaxError, in plain words, for what is no regular expression or needs backtracking.
 */
export class LinearRegExp {
  lastIndex = 0;
  readonly source: string;
  readonly flags: string;
  private readonly engine: RE2JS;

  constructor(pattern: string | { source: string; flags: string }, flags?: string) {
    this.source = typeof pattern === "string" ? pattern : pattern.source;
    this.flags = flags ?? (typeof pattern === "string" ? "" : pattern.flags);
    this.engine = compile(this.source, this.flags);
  }

  test(text: string): boolean {
    return this.flags.includes("g") ? this.exec(text) !== null : this.engine.test(text);
  }

  exec(text: string): RegExpExecArray | null {
    const matcher = this.engine.matcher(text);
    const from = this.flags.includes("g") ? this.lastIndex : 0;
    if (from > text.length || !matcher.find(from)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, n) => matcher.group(n) ?? undefined);
    return Object.assign(groups, { index: matcher.start(), input: text }) as RegExpExecArray;
  }

  toString(): string {
    return `/${this.source}/${this.flags}`;
  }
}

function compile(source: string, flags: string): RE2JS {
  try {
    const bits = [...flags].reduce((sum, flag) => sum | (engineFlags[flag] ?? 0), 0);
    return RE2JS.compile(RE2JS.translateRegExp(source), bits);
  } catch (error) {
    throw new SyntaxError(refusal(source, error));
  }
}

function refusal(source: string, error: unknown): string {
  try {
    new Native(source, "u");
  } catch {
    return "must be a regular expression";
  }
  const reason = (error instanceof Error ? error.message : "").replace(/^error parsing regexp: /, "");
  return `must be a regular expression without lookaround, backreferences or counts over 1000 (${reason})`;
}
