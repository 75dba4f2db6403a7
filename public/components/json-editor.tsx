import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Fault } from "../api/problem.ts";
import { t } from "../texts/index.ts";
import type { Editor } from "./codemirror.ts";
import { useControl } from "./field.tsx";

type JsonEditorProps = {
  label: string;
  /** JSON text, as somebody types it. */
  value: string;
  onChange(value: string): void;
  /** What the server says about it, by pointers into this text: each is marked where it is. */
  faults?: readonly Fault[];
  readOnly?: boolean;
};

/**
 * An editor for JSON that marks faults where they are. It is fetched when it is first opened. Tab leaves it, as any other field.
 */
export function JsonEditor({ label, value, onChange, faults = NONE, readOnly = false }: JsonEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef({ value, onChange, faults });
  latest.current = { value, onChange, faults };
  const { "aria-describedby": _, ...control } = useControl();
  const isInvalid = control["aria-invalid"] === true;
  useEffect(() => {
    let isGone = false;
    void import("./codemirror.ts").then(({ createEditor }) => {
      if (isGone || !place.current) return;
      const { value: text, faults: marks } = latest.current;
      editor.current = createEditor(place.current, {
        ...{ label, text, readOnly },
        notJson: (reason) => t("editor.not_json", { reason }),
        changed: (changed) => latest.current.onChange(changed),
      });
      editor.current.mark(marks);
    });
    return () => {
      isGone = true;
      editor.current?.remove();
      editor.current = null;
    };
  }, [label, readOnly]);
  // Later than at once it would undo what has been typed since.
  useLayoutEffect(() => editor.current?.show(value), [value]);
  useEffect(() => editor.current?.mark(faults), [faults]);
  return <div ref={place} class={isInvalid ? "editor invalid" : "editor"} dir="ltr" />;
}

const NONE: readonly Fault[] = [];
