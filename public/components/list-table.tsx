import type { ComponentChildren } from "preact";
import type { List } from "../api/list.ts";
import { t } from "../texts/index.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";
import type { Filters } from "./filters.ts";
import { ProblemNotice } from "./problem-notice.tsx";
import { Table, type TableProps } from "./table.tsx";

type ListTableProps<Row> = Omit<TableProps<Row>, "rows" | "isLoading" | "empty"> & {
  list: List<Row>;
  /** Those that the list is narrowed by: nothing found is told apart from nothing there. */
  filters?: Filters<string>;
  /** What there is to say when there is nothing at all. */
  empty: ComponentChildren;
};

/** A table of a list that comes page by page, with all that can happen to it. */
export function ListTable<Row>({ list, filters, empty, ...table }: ListTableProps<Row>) {
  const { rows, problem, isLoading, reload } = list;
  if (rows.length === 0 && problem) return <ProblemNotice problem={problem} onRetry={reload} />;
  return (
    <>
      <Table
        {...table}
        rows={rows}
        isLoading={isLoading}
        empty={filters?.isSet ? <NoneMatch filters={filters} /> : empty}
      />
      <ProblemNotice problem={problem} onRetry={reload} />
      <Pager list={list} />
    </>
  );
}

function NoneMatch({ filters }: { filters: Filters<string> }) {
  const action = <Button onClick={filters.clear}>{t("action.clear_filters")}</Button>;
  return (
    <EmptyState title={t("filter.none_match")} action={action}>
      {t("filter.none_match_text")}
    </EmptyState>
  );
}

/** Brings the next page below the rows that are there. */
export function Pager<Row>({ list }: { list: List<Row> }) {
  if (!list.hasMore) return null;
  return (
    <div class="pager">
      <Button onClick={list.loadMore} isPending={list.isLoadingMore}>
        {t("action.load_more")}
      </Button>
    </div>
  );
}
