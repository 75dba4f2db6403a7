import type { ComponentChildren } from "preact";
import { t } from "../texts/index.ts";
import { type Column, cellClass } from "./column.ts";
import type { Selection } from "./selection.ts";
import { Skeleton } from "./skeleton.tsx";
import { type RowProps, TableRow } from "./table-row.tsx";
import { Tick } from "./tick.tsx";

export type TableProps<Row> = RowProps<Row> & {
  /** What it lists, for those who cannot see it. */
  label: string;
  rows: readonly Row[];
  rowKey(row: Row): string;
  isLoading?: boolean;
  /** In the place of rows when there are none. */
  empty?: ComponentChildren;
};

/** Rows of two lines at most; `j` and `k` move through them, Enter opens. */
export function Table<Row>({ label, columns, rows, isLoading, empty, ...rest }: TableProps<Row>) {
  if (rows.length === 0 && !isLoading) return <>{empty}</>;
  return (
    <table aria-label={label} aria-busy={isLoading ?? false}>
      <thead>
        <tr>
          {rest.selection && <TickAll selection={rest.selection} />}
          {columns.map((column) => (
            <th key={column.id} scope="col" class={column.align === "end" ? "num" : ""}>
              {column.isHeaderHidden ? <span class="sr-only">{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && <SkeletonRows columns={columns} hasTicks={rest.selection !== undefined} />}
        {rows.map((row) => (
          <TableRow key={rest.rowKey(row)} row={row} columns={columns} {...rest} />
        ))}
      </tbody>
    </table>
  );
}

/** All rows that are there, or none. */
function TickAll({ selection: { keys, total, setAll } }: { selection: Selection }) {
  const isAll = total > 0 && keys.length === total;
  return (
    <th scope="col" class="tick">
      <Tick
        label={t("table.select_all")}
        checked={isAll}
        isMixed={keys.length > 0 && !isAll}
        onTick={() => setAll(!isAll)}
      />
    </th>
  );
}

const SKELETON_ROWS = [1, 2, 3, 4, 5];

type SkeletonRowsProps<Row> = { columns: readonly Column<Row>[]; hasTicks: boolean };

function SkeletonRows<Row>({ columns, hasTicks }: SkeletonRowsProps<Row>) {
  return (
    <>
      {SKELETON_ROWS.map((row) => (
        <tr key={row}>
          {hasTicks && <td class="tick" />}
          {columns.map((column) => (
            <td key={column.id} class={cellClass(column)}>
              <Skeleton width={column.grow ? "long" : "short"} />
              {column.second && <small>&nbsp;</small>}
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}
