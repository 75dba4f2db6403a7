export type Side = Record<string, unknown> | null;

/** One place that differs; undefined on the side where it is not there. */
export type Change = { path: string; before: string | undefined; after: string | undefined };

/** What differs between two sides, by its place: `notify.emails`, `headers.x-key`. Lists are compared as wholes. */
export function changesOf(before: Side, after: Side): Change[] {
  const [old, now] = [flat(before ?? {}), flat(after ?? {})];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
    .filter((change) => change.before !== change.after);
}

function flat(side: Record<string, unknown>, above = ""): Map<string, string> {
  return new Map(
    Object.entries(side).flatMap(([name, value]): [string, string][] =>
      isNested(value) ? [...flat(value, `${above}${name}.`)] : [[above + name, told(value)]],
    ),
  );
}

const isNested = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.getPrototypeOf(value) === Object.prototype;

/** Texts as they are, unless they would look like nothing; all else as JSON. */
const told = (value: unknown) => (typeof value === "string" && value !== "" ? value : JSON.stringify(value));
