import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Action } from "../api/action.ts";
import { t } from "../texts/index.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { ProblemNotice } from "./problem-notice.tsx";
import { TextInput } from "./text-input.tsx";

type ConfirmDialogProps = {
  title: string;
  /** What will happen, with how many it happens to. */
  children: ComponentChildren;
  /** The button's words, which name the act: "Delete 3 webhooks". */
  confirm: string;
  /** The words for not doing it, where "Cancel" could be taken for the act itself. */
  keep?: string;
  /** What has to be typed first, for what cannot be undone. */
  typed?: string;
  /** False while it is still counted how many it happens to. */
  isReady?: boolean;
  /** Not destructive: the button is the accent's colour. */
  harmless?: boolean;
  action: Pick<Action<[]>, "run" | "problem" | "isPending">;
  isOpen: boolean;
  onClose(): void;
};

/** Asks before something happens that somebody could regret. It closes once that is done; a problem is shown in it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    children,
    confirm,
    keep = t("action.cancel"),
    typed,
    isReady = true,
    harmless = false,
    action,
    isOpen,
    onClose,
  } = props;
  const [text, setText] = useState("");
  const close = () => {
    setText("");
    onClose();
  };
  const run = async () => {
    if (await action.run()) close();
  };
  const actions = (
    <>
      <Button onClick={close} autofocus>
        {keep}
      </Button>
      <Button
        primary={harmless}
        danger={!harmless}
        onClick={run}
        isPending={action.isPending}
        disabled={!isReady || (typed !== undefined && text !== typed)}
      >
        {confirm}
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} actions={actions}>
      {children}
      {typed !== undefined && (
        <Field label={t("confirm.type", { text: typed })}>
          <TextInput code value={text} onChange={setText} />
        </Field>
      )}
      <ProblemNotice problem={action.problem} />
    </Dialog>
  );
}
