import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../texts/index.ts";
import { Button } from "./button.tsx";
import type { Filters } from "./filters.ts";
import { ChevronDown } from "./icons.ts";

type MoreFiltersProps<Name extends string> = {
  filters: Filters<Name>;
  /** The filters that it holds: it is open while one of them is set, and says how many are. */
  names: readonly Name[];
  children: ComponentChildren;
};

/** The less used filters of a FilterBar, behind a button. */
export function MoreFilters<Name extends string>({ filters, names, children }: MoreFiltersProps<Name>) {
  const id = useId();
  const set = names.filter((name) => filters.values[name] !== undefined).length;
  const [isOpen, open] = useState(set > 0);
  return (
    <>
      <Button
        quiet
        icon={ChevronDown}
        onClick={() => open(!isOpen)}
        aria-expanded={isOpen}
        {...(isOpen && { "aria-controls": id })}
      >
        {set > 0 ? t("filter.more_set", { count: set }) : t("filter.more")}
      </Button>
      {isOpen && (
        <div class="filters-more" id={id}>
          {children}
        </div>
      )}
    </>
  );
}
