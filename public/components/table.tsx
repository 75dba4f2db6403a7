import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { navigate } from "../app/location.ts";
import { classes } from "./class.ts";
import { Link } from "./link.tsx";
import { Skeleton } from "./skeleton.tsx";

export type Column<Row> = {
  /** Names the column in code; unique within the table. */
  id: string;
  header: string;
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
              {column.header}
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

type TableRowProps<Row> = Pick<TableProps<Row>, "columns" | "href" | "onRetry" | "detail"> & { row: Row };

function TableRow<Row>({ row, columns, href, onRetry, detail }: TableRowProps<Row>) {
  const to = href?.(row);
  const [isOpen, open] = useState(false);
  if (detail) return <DetailRow {...{ row, columns, detail, isOpen }} onToggle={() => open(!isOpen)} />;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "r" || event.ctrlKey || event.metaKey || !onRetry) return;
    event.preventDefault();
    onRetry(row);
  };
  return (
    <tr
      class={to === undefined ? "" : "linked"}
      onClick={(event) => to !== undefined && follow(event, to)}
      onKeyDown={onKeyDown}
      {...(to === undefined && { tabIndex: -1, "data-row": true })}
    >
      {columns.map((column) => (
        <td
          key={column.id}
          class={cellClass(column)}
          data-label={column.narrow === "labelled" ? column.header : undefined}
        >
          {to !== undefined && column.grow ? (
            <Link to={to} class="row-link" data-row>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
          {column.second && <small>{column.second(row)}</small>}
        </td>
      ))}
    </tr>
  );
}

type DetailRowProps<Row> = Required<Pick<TableRowProps<Row>, "row" | "columns" | "detail">> & {
  isOpen: boolean;
  onToggle(): void;
};

/** A row with a second one below it that is there while it is open. */
function DetailRow<Row>({ row, columns, detail, isOpen, onToggle }: DetailRowProps<Row>) {
  return (
    <>
      <tr class={isOpen ? "linked open" : "linked"} onClick={(event) => isOnRow(event) && onToggle()}>
        {columns.map((column) => (
          <td
            key={column.id}
            class={cellClass(column)}
            data-label={column.narrow === "labelled" ? column.header : undefined}
          >
            {column.grow ? (
              <button type="button" class="row-link" data-row aria-expanded={isOpen} onClick={onToggle}>
                {column.cell(row)}
              </button>
            ) : (
              column.cell(row)
            )}
            {column.second && <small>{column.second(row)}</small>}
          </td>
        ))}
      </tr>
      {isOpen && (
        <tr class="detail">
          <td colSpan={columns.length}>{detail(row)}</td>
        </tr>
      )}
    </>
  );
}

/** A click anywhere in the row opens it, but not one on something else that can be clicked, nor the end of a selection. */
const follow = (event: MouseEvent, to: string) => isOnRow(event) && navigate(to);

function isOnRow(event: MouseEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof Element) || target.closest("a, button, input, label"))
    return false;
  return !(event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection()) !== "");
}

const cellClass = <Row,>({ align, grow, narrow, tone, second }: Column<Row>) =>
  classes(align === "end" && "num", grow && "grow", narrow && `narrow-${narrow}`, tone, second && "two");

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
