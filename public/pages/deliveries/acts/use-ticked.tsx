import { useState } from "preact/hooks";
import { mayChange } from "../../../app/session.ts";
import type { Job } from "../../../components/job-progress.tsx";
import { useSelection } from "../../../components/selection.ts";
import { DialogOf } from "./acts.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import type { ActName } from "./target.ts";

type Row = { id: string; event: { type: string; id: string } };

type TickedOptions = {
  rows: readonly Row[];
  /** What the list is narrowed by: another list has nothing ticked. */
  of: string;
  without?: readonly ActName[];
  onJob(job: Job): void;
};

/** Deliveries of a list that are ticked: what the table needs for it, the bar below it, and `ask` for the keys. */
export function useTicked({ rows, of, without, onJob }: TickedOptions) {
  const selection = useSelection(
    rows.map(({ id }) => id),
    of,
  );
  const [act, ask] = useState<ActName | null>(null);
  if (!mayChange.value) return { table: {}, bar: null, isAny: false, ask };
  const started = (job: Job) => {
    selection.setAll(false);
    onJob(job);
  };
  return {
    table: { selection, rowName: ({ event }: Row) => `${event.type} ${event.id}` },
    bar: (
      <>
        <SelectionBar selection={selection} {...(without && { without })} onAct={ask} />
        {act !== null && (
          <DialogOf
            act={act}
            target={{ query: {}, ids: selection.keys }}
            onJob={started}
            onClose={() => ask(null)}
          />
        )}
      </>
    ),
    isAny: selection.keys.length > 0,
    ask,
  };
}
