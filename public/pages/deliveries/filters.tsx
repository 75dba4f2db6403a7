import { attemptOutcomes } from "../../../src/wire/verdict.ts";
import type { SelectFilter } from "../../components/filter-bar.tsx";
import { FilterInput } from "../../components/filter-input.tsx";
import type { Filters } from "../../components/filters.ts";
import { MoreFilters } from "../../components/more-filters.tsx";
import { Select } from "../../components/select.tsx";
import { t } from "../../texts/index.ts";
import { ends, type FilterName, moreNames, statuses } from "./filter.ts";

/** Success or failure first, then each status by its own word. */
export const statusFilter = (): SelectFilter<"status"> => ({
  name: "status",
  label: t("filter.status"),
  any: t("deliveries.status.any"),
  options: [
    ...ends.map((value) => ({ value, label: t(`filter.status.${value}`), group: t("filter.status.ends") })),
    ...statuses.map((value) => ({ value, label: t(`filter.status.${value}`), group: t("filter.status") })),
  ],
});

const CODES = ["2xx", "3xx", "4xx", "5xx", "401", "404", "429", "500", "502", "503"];
const ATTEMPTS = [1, 2, 3, 5, 10];

type MoreProps = {
  filters: Filters<FilterName>;
  /** Those to choose from; any can be typed where it is not known. */
  channels: readonly string[] | null;
};

/** The channel, and what came of the last attempt and of how many. */
export function MoreDeliveryFilters({ filters, channels }: MoreProps) {
  const { values, set } = filters;
  return (
    <MoreFilters filters={filters} names={moreNames}>
      <FilterInput
        label={t("filter.channel")}
        value={values.channel ?? ""}
        suggestions={(channels ?? []).map((value) => ({ value }))}
        onChange={(value) => set("channel", value)}
      />
      <Select
        aria-label={t("filter.outcome")}
        value={values.outcome ?? ""}
        options={[
          { value: "", label: t("filter.outcome.any") },
          ...attemptOutcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
        ]}
        onChange={(value) => set("outcome", value)}
      />
      <FilterInput
        label={t("filter.status_code")}
        value={values.status_code ?? ""}
        suggestions={CODES.map((value) => ({ value }))}
        onChange={(value) => set("status_code", value.toLowerCase())}
      />
      <Select
        aria-label={t("filter.min_attempts")}
        value={values.min_attempts ?? ""}
        options={[{ value: "", label: t("filter.min_attempts.any") }, ...attempts(values.min_attempts)]}
        onChange={(value) => set("min_attempts", value)}
      />
    </MoreFilters>
  );
}

/** An address may ask for any number. */
function attempts(chosen: string | undefined) {
  const counts = new Set([...ATTEMPTS, ...(chosen && Number(chosen) > 0 ? [Number(chosen)] : [])]);
  return [...counts].map((count) => ({
    value: String(count),
    label: t("filter.min_attempts.count", { count }),
  }));
}
