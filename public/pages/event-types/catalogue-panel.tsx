import type { Resource } from "../../api/resource.ts";
import { mayChange } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterBar } from "../../components/filter-bar.tsx";
import type { Filters } from "../../components/filters.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { RadioGroup } from "../../components/radio-group.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { Num } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";
import { byGroup, byName, narrow } from "./branches.ts";
import type { EventType } from "./catalogue.ts";
import { CatalogueTree } from "./tree.tsx";

type CatalogueProps = {
  catalogue: Resource<{ data: EventType[]; next_cursor: string | null; undeclared: number }>;
  filters: Filters<"q" | "status" | "group" | "by">;
  onImport(): void;
  onPrune(): void;
};

/** The tree with what narrows it; with nothing in it, how to begin. */
export function Catalogue({ catalogue, filters, onImport, onPrune }: CatalogueProps) {
  const { data, problem, reload } = catalogue;
  const types = data?.data ?? [];
  const found = narrow(types, filters.values);
  const [declared, undeclared] = [found.filter(isDeclared), found.filter((type) => !isDeclared(type))];
  const trees = { isByGroup: filters.values.by === "group", isOpen: filters.values.q !== undefined };
  if (problem && !data) return <ProblemNotice problem={problem} onRetry={reload} />;
  return (
    <>
      <Narrowing types={types} filters={filters} />
      {!data && <Waiting />}
      {data && types.length === 0 && <Nothing onImport={onImport} />}
      {types.length > 0 && found.length === 0 && <NoneFound filters={filters} />}
      {declared.length > 0 && <Tree types={declared} label={t("event_types.list")} {...trees} />}
      {undeclared.length > 0 && (
        <>
          <UndeclaredHead count={data?.undeclared ?? 0} onPrune={onPrune} />
          <Tree types={undeclared} label={t("event_types.list.undeclared")} {...trees} />
        </>
      )}
      {data?.next_cursor && (
        <p class="catalogue-more">
          {t("event_types.more", { count: types.length - types.filter(isDeclared).length })}
        </p>
      )}
      <ProblemNotice problem={problem} onRetry={reload} />
    </>
  );
}

const isDeclared = ({ status }: EventType) => status === "declared";

type TreeProps = { types: readonly EventType[]; label: string; isByGroup: boolean; isOpen: boolean };

function Tree({ types, label, isByGroup, isOpen }: TreeProps) {
  const branches = isByGroup ? byGroup(types) : byName(types);
  const unnamed = isByGroup ? t("event_types.no_group") : "";
  return <CatalogueTree {...{ branches, unnamed, isOpen, label }} />;
}

function UndeclaredHead({ count, onPrune }: { count: number; onPrune(): void }) {
  return (
    <div class="catalogue-part">
      <h2>
        {t("event_types.part.undeclared")} <Num value={count} />
      </h2>
      {mayChange.value && <Button onClick={onPrune}>{t("event_types.prune")}</Button>}
    </div>
  );
}

const statuses = ["declared", "undeclared", "deprecated"] as const;

function Narrowing({ types, filters }: { types: readonly EventType[] } & Pick<CatalogueProps, "filters">) {
  const groups = [...new Set(types.flatMap(({ group }) => group ?? []))].sort();
  const byStatus = {
    ...{ name: "status" as const, label: t("event_types.column.status"), any: t("event_types.status.any") },
    options: statuses.map((value) => ({ value, label: t(`status.${value}`) })),
  };
  const ofGroup = {
    ...{ name: "group" as const, label: t("event_types.group"), any: t("event_types.group.any") },
    options: groups.map((value) => ({ value, label: value })),
  };
  return (
    <FilterBar
      filters={filters}
      search={{ name: "q", label: t("event_types.search") }}
      selects={groups.length > 0 ? [byStatus, ofGroup] : [byStatus]}
    >
      <RadioGroup
        label={t("event_types.by")}
        value={filters.values.by ?? ""}
        onChange={(by) => filters.set("by", by)}
        inline
        options={[
          { value: "", label: t("event_types.by.name") },
          { value: "group", label: t("event_types.by.group") },
        ]}
      />
    </FilterBar>
  );
}

function Nothing({ onImport }: Pick<CatalogueProps, "onImport">) {
  const action = mayChange.value && (
    <Button primary onClick={onImport}>
      {t("event_types.import")}
    </Button>
  );
  return (
    <EmptyState title={t("event_types.empty.title")} action={action}>
      {t("event_types.empty.text")}
    </EmptyState>
  );
}

function NoneFound({ filters }: Pick<CatalogueProps, "filters">) {
  return (
    <EmptyState
      title={t("filter.none_match")}
      action={<Button onClick={filters.clear}>{t("action.clear_filters")}</Button>}
    >
      {t("event_types.none_text")}
    </EmptyState>
  );
}

const LINES = [1, 2, 3, 4, 5, 6];

function Waiting() {
  return (
    <div class="catalogue-waiting" role="status" aria-label={t("app.loading")}>
      {LINES.map((line) => (
        <Skeleton key={line} width="long" />
      ))}
    </div>
  );
}
