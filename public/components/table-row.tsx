import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { navigate } from "../app/location.ts";
import { t } from "../texts/index.ts";
import { classes } from "./class.ts";
import { type Column, cellClass } from "./column.ts";
import { Link } from "./link.tsx";
import type { Selection } from "./selection.ts";
import { Tick } from "./tick.tsx";

/** What the rows of a table have in common. */
export type RowProps<Row> = {
  columns: readonly Column<Row>[];
  /** Where a row leads. */
  href?(row: Row): string;
  /** What a row opens below itself, where it leads nowhere; the column that grows is the button for it. */
  detail?(row: Row): ComponentChildren;
  /** What `r` does with the row that has the focus. */
  onRetry?(row: Row): void;
  /** Gives each row a checkbox before it; `x` ticks the row that has the focus, Shift takes all from the last one with it. */
  selection?: Selection;
  /** What a row is called where its checkbox is read aloud. */
  rowName?(row: Row): string;
};

type TableRowProps<Row> = RowProps<Row> & { row: Row; rowKey(row: Row): string };

/** One row of a table: a link, a button for what it opens below itself, or what has the focus for `r`. */
export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, columns, href, onRetry, detail, selection, rowKey, rowName } = props;
  const to = href?.(row);
  const [isOpen, open] = useState(false);
  if (detail) return <DetailRow {...{ row, columns, detail, isOpen }} onToggle={() => open(!isOpen)} />;
  const key = rowKey(row);
  const isTicked = selection?.has(key) ?? false;
  const acts: Record<string, (() => void) | undefined> = {
    r: onRetry && (() => onRetry(row)),
    x: selection && (() => selection.toggle(key, false)),
    X: selection && (() => selection.toggle(key, true)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return (
    <tr
      class={classes(to !== undefined && "linked", isTicked && "ticked")}
      onClick={(event) => to !== undefined && follow(event, to)}
      onKeyDown={onKeyDown}
      {...(to === undefined && { tabIndex: -1, "data-row": true })}
    >
      {selection && (
        <td class="tick">
          <Tick
            label={t("table.select_row", { name: rowName?.(row) ?? key })}
            checked={isTicked}
            onTick={(isRange) => selection.toggle(key, isRange)}
          />
        </td>
      )}
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
function follow(event: MouseEvent, to: string): void {
  if (!isOnRow(event)) return;
  const row = event.currentTarget as HTMLElement;
  row.querySelector<HTMLElement>("[data-row]")?.focus({ preventScroll: true });
  navigate(to);
}

function isOnRow(event: MouseEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof Element) || target.closest("a, button, input, label"))
    return false;
  return !(event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection()) !== "");
}
