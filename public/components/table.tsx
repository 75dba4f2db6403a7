import type { ComponentChildren } from "preact";
import { type Column, cellClass } from "./column.ts";
import { Skeleton } from "./skeleton.tsx";
import { type RowProps, TableRow } from "./table-row.tsx";

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
          {columns.map((column) => (
            <th key={column.id} scope="col" class={column.align === "end" ? "num" : ""}>
              {column.isHeaderHidden ? <span class="sr-only">{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && <SkeletonRows columns={columns} />}
        {rows.map((row) => (
          <TableRow key={rest.rowKey(row)} row={row} columns={columns} {...rest} />
        ))}
      </tbody>
    </table>
  );
}

const SKELETON_ROWS = [1, 2, 3, 4, 5];

function SkeletonRows<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <>
      {SKELETON_ROWS.map((row) => (
        <tr key={row}>
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
