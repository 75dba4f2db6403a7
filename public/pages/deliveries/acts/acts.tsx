import { useState } from "preact/hooks";
import { mayChange } from "../../../app/session.ts";
import { Button } from "../../../components/button.tsx";
import { Ban, Download, type Icon, RotateCw } from "../../../components/icons.ts";
import type { Job } from "../../../components/job-progress.tsx";
import { t } from "../../../texts/index.ts";
import { ActDialog } from "./act-dialog.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { type ActName, actNames, isPossible, type Target } from "./target.ts";

const icons: Record<ActName, Icon> = { retry: RotateCw, cancel: Ban, export: Download };

type ActsProps = {
  target: Target;
  /** Acts that are not offered here. */
  without?: readonly ActName[];
  onJob(job: Job): void;
};

/** Retry, cancel and export all that the same filters select; each says first how many. */
export function Acts({ target, without = [], onJob }: ActsProps) {
  const [act, open] = useState<ActName | null>(null);
  const offered = actNames.filter(
    (name) => (name === "export" || mayChange.value) && !without.includes(name) && isPossible(name, target),
  );
  return (
    <>
      {offered.map((name) => (
        <Button key={name} icon={icons[name]} onClick={() => open(name)}>
          {t(`deliveries.${name}`)}
        </Button>
      ))}
      {act !== null && <DialogOf act={act} target={target} onJob={onJob} onClose={() => open(null)} />}
    </>
  );
}

type DialogOfProps = { act: ActName; target: Target; onJob(job: Job): void; onClose(): void };

/** What asks before an act. */
export const DialogOf = ({ act, ...rest }: DialogOfProps) =>
  act === "export" ? <ExportDialog {...rest} /> : <ActDialog act={act} {...rest} />;
