import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { postText } from "../../api/raw.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { ImportPlan, type Plan } from "./import-plan.tsx";
import { emptySource, ImportSource, isTooLarge, requestOf, type Source } from "./import-source.tsx";

type ImportDialogProps = { isOpen: boolean; onClose(): void; onDone(): void };

/** Declares a whole document at once; what it would do is shown before it is done. */
export function ImportDialog({ isOpen, onClose, onDone }: ImportDialogProps) {
  const [source, setSource] = useState<Source>(emptySource);
  const [plan, setPlan] = useState<Plan | null>(null);
  const check = useAction(() => send(source, true), setPlan);
  const run = useAction(
    () => send(source, false),
    ({ created, updated }) => {
      toast({ kind: "ok", text: t("event_types.imported", { count: created.length + updated.length }) });
      change(emptySource);
      onDone();
      onClose();
    },
  );
  function change(next: Source): void {
    setSource(next);
    setPlan(null);
    check.clear();
    run.clear();
  }
  const count = plan === null ? 0 : plan.created.length + plan.updated.length;
  const actions = (
    <>
      <Button onClick={onClose}>{t("action.cancel")}</Button>
      {plan === null ? (
        <Button
          primary
          onClick={() => void check.run()}
          isPending={check.isPending}
          disabled={requestOf(source) === null || isTooLarge(source)}
        >
          {t("event_types.import.check")}
        </Button>
      ) : (
        <Button primary onClick={() => void run.run()} isPending={run.isPending} disabled={count === 0}>
          {t("event_types.import.do", { count })}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={t("event_types.import.title")} isOpen={isOpen} onClose={onClose} actions={actions} wide>
      <ImportSource source={source} onChange={change} />
      <ProblemNotice problem={check.problem ?? run.problem} />
      <div aria-live="polite">{plan && <ImportPlan plan={plan} />}</div>
    </Dialog>
  );
}

function send(source: Source, isDryRun: boolean) {
  const { body, type } = requestOf(source) ?? { body: "", type: "application/json" };
  return postText<Plan>(`event-types/import?dry_run=${isDryRun}`, body, type);
}
