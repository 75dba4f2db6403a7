import type { ComponentChildren } from "preact";
import { covers } from "../../../components/event-type-tree.ts";
import { FilterBar } from "../../../components/filter-bar.tsx";
import type { Filters } from "../../../components/filters.ts";
import { t } from "../../../texts/index.ts";
import type { FilterName } from "../../deliveries/filter.ts";
import { MoreDeliveryFilters, statusFilter } from "../../deliveries/filters.tsx";
import type { Webhook } from "../types.ts";
import { useCatalogue } from "../use-catalogue.ts";

type DeliveryFiltersProps = { webhook: Webhook; filters: Filters<FilterName>; children: ComponentChildren };

/** Narrows the deliveries of a webhook; of channels those are proposed that it has chosen. */
export function DeliveryFilters({ webhook, filters, children }: DeliveryFiltersProps) {
  const { event_types: patterns, channels } = webhook;
  const { names } = useCatalogue();
  const types = names.filter((name) => patterns.some((pattern) => covers(pattern, name))).toSorted();
  return (
    <FilterBar
      filters={filters}
      search={{ name: "event", label: t("webhook.filter.event") }}
      selects={[
        {
          name: "type",
          label: t("webhook.filter.type"),
          any: t("webhook.filter.type.any"),
          options: types.map(same),
        },
        statusFilter(),
      ]}
      range
    >
      <MoreDeliveryFilters filters={filters} channels={channels} />
      <div class="list-acts">{children}</div>
    </FilterBar>
  );
}

const same = (value: string) => ({ value, label: value });
