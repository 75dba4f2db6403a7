import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../texts/index.ts";
import { IconButton } from "./button.tsx";
import { X } from "./icons.ts";

export type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose(): void;
  children: ComponentChildren;
  /** Buttons at the bottom, the primary one last. */
  actions?: ComponentChildren;
  /** For editors and tables. */
  wide?: boolean;
};

/** The browser's own dialog: the page behind it cannot be reached, Escape closes it, and the focus goes back. */
export function Dialog({ title, isOpen, onClose, children, actions, wide }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen && dialog.current && !dialog.current.open) show(dialog.current);
    if (!isOpen && dialog.current?.open) dialog.current.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class={wide ? "wide" : ""} aria-labelledby={id} onClose={onClose}>
      {isOpen && (
        <>
          <header>
            <h2 id={id}>{title}</h2>
            <IconButton label={t("action.close")} icon={X} onClick={onClose} />
          </header>
          <div class="dialog-body">{children}</div>
          {actions !== undefined && <footer>{actions}</footer>}
        </>
      )}
    </dialog>
  );
}

/** The first field has the focus, unless something asks for it: left alone, the browser gives it to the button that closes. */
function show(dialog: HTMLDialogElement): void {
  dialog.showModal();
  if (dialog.querySelector("[autofocus]")) return;
  dialog.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea):enabled")?.focus();
}
