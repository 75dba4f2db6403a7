import { MAX_FILTER_VALUE } from "./limits.ts";

const TOO_LONG = JSON.stringify(`(longer than ${MAX_FILTER_VALUE / 1024} KiB)`);

const isFunction = (value: unknown): boolean =>
  typeof value === "function" ||
  (typeof value === "object" &&
    value !== null &&
    (Object.hasOwn(value, "_jsonata_lambda") || Object.hasOwn(value, "_jsonata_function")));

/** JSONata's cast to a boolean (https://docs.jsonata.org/boolean-functions): nothing, null, 0, "", {}, [] and functions are false. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTrue);
  if (isFunction(value)) return false;
  return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** The JSON text of a result without its functions; null for nothing, and a text that says so for one that is too long. */
export function shown(value: unknown): string | null {
  let size = 0;
  let isTooLong = false;
  // Counted while it is written, as a small result may refer to the same part millions of times.
  const text = JSON.stringify(value, (key, inner) => {
    size += key.length + (typeof inner === "string" ? inner.length : 4);
    isTooLong ||= size > MAX_FILTER_VALUE;
    return isTooLong || isFunction(inner) ? undefined : inner;
  });
  return isTooLong || (text?.length ?? 0) > MAX_FILTER_VALUE ? TOO_LONG : (text ?? null);
}
