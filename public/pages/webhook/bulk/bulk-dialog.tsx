import type { ComponentChildren } from "preact";
import type { Action } from "../../../api/action.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { t } from "../../../texts/index.ts";

type BulkDialogProps = {
  title: string;
  isOpen: boolean;
  onClose(): void;
  /** What will happen, with how many it happens to. */
  children: ComponentChildren;
  /** The button's words, with the count. */
  confirm: string;
  /** It is counted, and there is something to do. */
  isReady: boolean;
  start: Pick<Action<[]>, "run" | "problem" | "isPending" | "clear">;
};

/** Tells what a job will do and to how many before it is started; it closes once the job is. */
export function BulkDialog({ title, isOpen, onClose, children, confirm, isReady, start }: BulkDialogProps) {
  const close = () => {
    start.clear();
    onClose();
  };
  const run = async () => {
    if (await start.run()) close();
  };
  const actions = (
    <>
      <Button onClick={close}>{t("action.cancel")}</Button>
      <Button primary onClick={() => void run()} isPending={start.isPending} disabled={!isReady}>
        {confirm}
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} actions={actions}>
      {children}
      <ProblemNotice problem={start.problem} />
    </Dialog>
  );
}
