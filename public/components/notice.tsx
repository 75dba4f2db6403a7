import type { ComponentChildren } from "preact";
import { Info, TriangleAlert, X } from "./icons.ts";

const icons = { info: Info, warn: TriangleAlert, bad: X } as const;

export type NoticeProps = {
  kind: keyof typeof icons;
  title?: string;
  children?: ComponentChildren;
  /** A button or link at its end. */
  action?: ComponentChildren;
};

/** A sentence or two that stand out: what is so, and what to do about it. */
export function Notice({ kind, title, children, action }: NoticeProps) {
  const Icon = icons[kind];
  return (
    <div class={`note ${kind}`}>
      <Icon size={16} aria-hidden="true" />
      <div class="note-text">
        {title !== undefined && <strong>{title}</strong>} {children}
      </div>
      {action !== undefined && <div class="note-action">{action}</div>}
    </div>
  );
}
