import type { ComponentChildren } from "preact";
import { classes } from "./class.ts";

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

export const cellClass = <Row>({ align, grow, narrow, tone, second }: Column<Row>) =>
  classes(align === "end" && "num", grow && "grow", narrow && `narrow-${narrow}`, tone, second && "two");
