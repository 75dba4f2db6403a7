import { formatDuration } from "../format/duration.ts";
import { formatBytes, formatNumber } from "../format/number.ts";
import { formatExact, formatRelative } from "../format/time.ts";

/** A moment, relative to now; the exact one in UTC on hover. `at` is what the API sent. */
export function Time({ at, text }: { at: string; text?: string }) {
  return (
    <time dateTime={at} title={formatExact(at)}>
      {text ?? formatRelative(at)}
    </time>
  );
}

/** 1.21 s */
export const Duration = ({ ms }: { ms: number }) => <span class="num">{formatDuration(ms)}</span>;

/** 1,284,031 */
export const Num = ({ value }: { value: number }) => <span class="num">{formatNumber(value)}</span>;

/** 1.3 MB */
export const Bytes = ({ value }: { value: number }) => <span class="num">{formatBytes(value)}</span>;

/** An id, a header's name, a path: left to right in one width, broken where it has to be. */
export const Code = ({ children }: { children: string }) => (
  <code dir="ltr">
    <bdi>{children}</bdi>
  </code>
);
