import type { ComponentChildren } from "preact";
import { covers } from "../../../components/event-type-tree.ts";
import { FilterBar } from "../../../components/filter-bar.tsx";
import { FilterInput } from "../../../components/filter-input.tsx";
import type { Filters } from "../../../components/filters.ts";
import { t } from "../../../texts/index.ts";
import type { Webhook } from "../types.ts";
import { useCatalogue } from "../use-catalogue.ts";
import { type FilterName, statuses } from "./query.ts";

type DeliveryFiltersProps = { webhook: Webhook; filters: Filters<FilterName>; children: ComponentChildren };

/** Narrows the deliveries of a webhook; channels are chosen from where it has chosen some, and typed where it gets all. */
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
        {
          name: "status",
          label: t("webhook.filter.status"),
          any: t("webhook.filter.status.any"),
          options: statuses.map((value) => ({ value, label: t(`webhook.filter.${value}`) })),
        },
        ...(channels === null
          ? []
          : [
              {
                name: "channel" as const,
                label: t("webhook.filter.channel"),
                any: t("webhook.filter.channel.any"),
                options: channels.map(same),
              },
            ]),
      ]}
      range
    >
      {channels === null && (
        <FilterInput
          label={t("webhook.filter.channel")}
          value={filters.values.channel ?? ""}
          onChange={(value) => filters.set("channel", value)}
        />
      )}
      {children}
    </FilterBar>
  );
}

const same = (value: string) => ({ value, label: value });
