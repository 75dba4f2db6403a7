import type { ComponentChildren } from "preact";
import { t } from "../texts/index.ts";
import type { Filters } from "./filters.ts";
import { isSpan, spans } from "./filters.ts";
import { SearchInput } from "./search-input.tsx";
import { type Option, Select } from "./select.tsx";
import { TextInput } from "./text-input.tsx";

export type SelectFilter<Name> = {
  name: Name;
  label: string;
  /** The words for not being narrowed: "All tenants". */
  any: string;
  options: readonly Option[];
};

type FilterBarProps<Name extends string> = {
  filters: Filters<Name>;
  search?: { name: Name; label: string };
  selects?: readonly SelectFilter<Name>[];
  /** A choice of time; needs the filters `within`, `since` and `until`, which `rangeOf` reads. */
  range?: boolean;
  /** Buttons at the end. */
  children?: ComponentChildren;
};

/** Search, choices and time above a table, all kept in the page's address. */
export function FilterBar<Name extends string>({
  filters,
  search,
  selects = [],
  range,
  children,
}: FilterBarProps<Name>) {
  const { values, set } = filters;
  return (
    <search class="filters">
      {search && (
        <SearchInput
          label={search.label}
          value={values[search.name] ?? ""}
          onChange={(value) => set(search.name, value)}
        />
      )}
      {selects.map(({ name, label, any, options }) => (
        <Select
          key={name}
          aria-label={label}
          value={values[name] ?? ""}
          options={[{ value: "", label: any }, ...withChosen(options, values[name])]}
          onChange={(value) => set(name, value)}
        />
      ))}
      {range && <RangeFilter filters={filters as unknown as Filters<"within" | "since" | "until">} />}
      {children}
    </search>
  );
}

/** An address may hold what is not among the options, such as a tenant of another page of them: it is one then. */
const withChosen = (options: readonly Option[], chosen: string | undefined): readonly Option[] =>
  chosen === undefined || options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: chosen }];

function RangeFilter({ filters: { values, set } }: { filters: Filters<"within" | "since" | "until"> }) {
  const isCustom = values.within === "custom";
  const options = [
    { value: "", label: t("filter.any_time") },
    ...Object.keys(spans)
      .filter(isSpan)
      .map((value) => ({ value, label: t(`filter.${value}`) })),
    { value: "custom", label: t("filter.custom") },
  ];
  return (
    <>
      <Select
        aria-label={t("filter.within")}
        value={values.within ?? ""}
        options={options}
        onChange={(value) => set("within", value)}
      />
      {isCustom &&
        (["since", "until"] as const).map((name) => (
          <TextInput
            key={name}
            type="datetime-local"
            aria-label={t(`filter.${name}`)}
            value={values[name] ?? ""}
            onChange={(value) => set(name, value)}
          />
        ))}
    </>
  );
}
