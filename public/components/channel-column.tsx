import { t } from "../texts/index.ts";
import type { Column } from "./column.ts";

type Channels<Row> = {
  rows: readonly Row[];
  channelOf(row: Row): string | null;
  /** It is known without looking at rows that there are channels. */
  isUsed?: boolean;
};

/** The columns with the channel behind the one that grows, wherever channels are used: who uses none is not shown an empty column. */
export function withChannel<Row>(
  columns: readonly Column<Row>[],
  { rows, channelOf, isUsed = false }: Channels<Row>,
): readonly Column<Row>[] {
  if (!isUsed && !rows.some((row) => channelOf(row) !== null)) return columns;
  const column: Column<Row> = {
    id: "channel",
    header: t("filter.channel"),
    tone: "dim",
    narrow: "labelled",
    cell: (row) => {
      const channel = channelOf(row);
      return channel === null ? null : <bdi title={channel}>{channel}</bdi>;
    },
  };
  return columns.flatMap((one) => (one.grow ? [one, column] : [one]));
}
