import type { ComponentChildren } from "preact";
import { Skeleton } from "./skeleton.tsx";
import { cellClass, TableRow } from "./table-row.tsx";

export type Column<Row> = {
  /** Names the column in code; unique within the table. */
  id: string;
  header: string;
  /** Not seen, only read aloud: above buttons, which say what they do. */
  isHeaderHidden?: boolean;
  cell(row: Row): ComponentChildren;
  /** A second, quieter line below it. */
  second?(row: Row): ComponentChildren;
  /** Numbers and times stand at the end. */
  align?: "end";
  /** Takes what width is left, and is cut off where it is too long; in a table with `href` it is the link. One column. */
  grow?: boolean;
  /** On narrow screens, where a row is a block of two or three lines: `hide`, `line` for a line of its own, or `labelled` with the header before it. */
  narrow?: "hide" | "line" | "labelled";
  /** How quiet its text is. */
  tone?: "dim" | "faint";
};

export type TableProps<Row> = {
  /** What it lists, for those who cannot see it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
  /** Where a row leads. */
  href?(row: Row): string;
  /** What a row opens below itself, where it leads nowhere; the column that grows is the button for it. */
  detail?(row: Row): ComponentChildren;
  /** What `r` does with the row that has the focus. */
  onRetry?(row: Row): void;
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
