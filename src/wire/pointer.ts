/** The RFC 6901 pointer for the steps from the top of a document; no steps give "", the whole document. */
export function jsonPointer(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
