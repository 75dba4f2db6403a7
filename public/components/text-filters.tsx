import { boundTenant } from "../app/session.ts";
import { t } from "../texts/index.ts";
import { FilterInput, type Suggestion } from "./filter-input.tsx";
import type { Filters } from "./filters.ts";
import { useEventTypes, useTenants, useWebhooks } from "./suggestions.ts";

/** What deliveries, attempts and events are narrowed by in words, and where what can be chosen comes from. */
const sources = {
  type: useEventTypes,
  webhook: useWebhooks,
  tenant: useTenants,
  channel: () => NONE,
} satisfies Record<string, (tenant: string | undefined) => readonly Suggestion[]>;

const NONE: readonly Suggestion[] = [];

type TextFilterName = keyof typeof sources;

type TextFiltersProps<Name extends string> = {
  filters: Filters<Name>;
  names: readonly (Name & TextFilterName)[];
};

/** The filters for a FilterBar, in their order; without the tenant's where there is one tenant only. */
export const TextFilters = <Name extends string>({ filters, names }: TextFiltersProps<Name>) => (
  <>
    {names
      .filter((name) => name !== "tenant" || boundTenant.value === null)
      .map((name) => (
        <TextFilter key={name} name={name} filters={filters as unknown as Filters<TextFilterName>} />
      ))}
  </>
);

type TextFilterProps = { name: TextFilterName; filters: Filters<TextFilterName> };

function TextFilter({ name, filters: { values, set } }: TextFilterProps) {
  const useSuggestions = sources[name];
  return (
    <FilterInput
      label={t(`filter.${name}`)}
      value={values[name] ?? ""}
      suggestions={useSuggestions(values.tenant)}
      onChange={(value) => set(name, value)}
    />
  );
}
