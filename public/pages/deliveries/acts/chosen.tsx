import { formatExact } from "../../../format/time.ts";
import { t, word } from "../../../texts/index.ts";
import type { DeliveryQuery } from "../filter.ts";
import type { Target } from "./target.ts";

type ChosenProps = {
  /** Null while it is counted. */
  count: number | null;
  about: Target;
  /** What there is to say when there are none. */
  none: string;
};

/** How many deliveries an act is about, and what selects them. */
export function Chosen({ count, about: { query, ids }, none }: ChosenProps) {
  const lines = Object.entries(query) as [keyof DeliveryQuery, string][];
  return (
    <>
      <p role="status">
        {count === null && <span class="faint">{t("deliveries.counting")}</span>}
        {count === 0 && none}
        {count !== null && count > 0 && <strong>{matching(count, ids)}</strong>}
      </p>
      {lines.length > 0 && (
        <ul class="chosen-filters">
          {lines.map(([name, value]) => (
            <li key={name}>
              {t(`filter.${name}`)}: <bdi>{shown(name, value)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Of those that are ticked some may be over already, or not yet. */
const matching = (count: number, ids: readonly string[] | undefined) =>
  ids === undefined
    ? t("deliveries.match", { count })
    : t("deliveries.of_selected", { count: ids.length, fit: count });

function shown(name: keyof DeliveryQuery, value: string): string {
  if (name === "status") return word("filter.status", value === "failure" ? "failure.long" : value);
  if (name === "outcome") return word("outcome", value);
  if (name === "min_attempts") return t("filter.min_attempts.count", { count: Number(value) });
  return name === "since" || name === "until" ? formatExact(value) : value;
}
