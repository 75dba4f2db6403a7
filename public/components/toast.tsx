import { signal } from "@preact/signals";
import { t } from "../texts/index.ts";
import { IconButton } from "./button.tsx";
import { Check, TriangleAlert, X } from "./icons.ts";

export type Toast = {
  kind: "ok" | "bad";
  text: string;
  /** The server's sentence about it, which is English on every page. */
  words?: string | null;
};

type Shown = Toast & { id: number };

const toasts = signal<Shown[]>([]);
const SHOWN_MS = 6000;
let last = 0;

/** Tells that something is done that shows nowhere else. What went wrong is told where it happened, with a ProblemNotice. */
export function toast(told: Toast): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { ...told, id }];
  if (told.kind === "ok") setTimeout(() => dismiss(id), SHOWN_MS);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Where they appear; there from the start, so that they are read aloud. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, kind, text, words }) => (
        <div key={id} class={`toast ${kind}`}>
          {kind === "ok" ? (
            <Check size={16} aria-hidden="true" />
          ) : (
            <TriangleAlert size={16} aria-hidden="true" />
          )}
          <div>
            <bdi>{text}</bdi>
            {words && (
              <small class="server-words" lang="en">
                <bdi>{words}</bdi>
              </small>
            )}
          </div>
          <IconButton label={t("action.dismiss")} icon={X} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
