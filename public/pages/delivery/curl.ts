import type { Attempt } from "../../components/attempt.ts";
import { isMasked } from "../../components/masked.ts";

/**
 * The attempt's request as a command for bash or zsh. Nothing in it can be more than an argument: all is quoted, curl reads
 * neither files (`--data-raw`) nor patterns (`--globoff`), and control characters are written as escapes. Where secrets are
 * masked, `masked` stands above it as a comment.
 */
export function curlOf(
  { request: { url, headers, body } }: Pick<Attempt, "request">,
  masked: string,
): string {
  const options = [
    "--globoff",
    "--request POST",
    `--url ${quote(url)}`,
    ...headerOptions(headers),
    `--data-raw ${quote(body)}`,
  ];
  const note = headers.some(([, value]) => isMasked(value)) ? `# ${masked}\n` : "";
  return `${note}curl ${options.join(" \\\n  ")}`;
}

/** curl would add a type of its own. Without a value it would leave a header out: a semicolon sends it empty. */
function headerOptions(headers: Attempt["request"]["headers"]): string[] {
  const hasType = headers.some(([name]) => name.toLowerCase() === "content-type");
  const lines = headers.map(([name, value]) => (value === "" ? `${name};` : `${name}: ${value}`));
  return [...lines, ...(hasType ? [] : ["content-type:"])].map((line) => `--header ${quote(line)}`);
}

/** A terminal would act on control characters when they are pasted, even within quotes, and others would mislead who reads it. */
const CONTROL = /[^\P{C}\n\t]/u;
const EACH_CONTROL = /[^\P{C}\n\t]|['\\]/gu;

/** One argument of a POSIX shell, bash or zsh, whatever is in it. */
export const quote = (text: string): string =>
  CONTROL.test(text) ? `$'${text.replace(EACH_CONTROL, escaped)}'` : `'${text.replaceAll("'", `'\\''`)}'`;

/** As the bytes of its UTF-8. */
const escaped = (character: string): string =>
  [...new TextEncoder().encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
