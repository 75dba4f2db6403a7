import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ChevronRight } from "../../../components/icons.ts";

type MoreProps = {
  title: string;
  /** What is set in it, in a few words. */
  note: string;
  /** Something in it is wrong, or set: it opens to show it. */
  isNeeded: boolean;
  children: ComponentChildren;
};

/** What most webhooks do without, folded away until it is wanted; editors in it are fetched then. */
export function More({ title, note, isNeeded, children }: MoreProps) {
  const [isOpen, open] = useState(isNeeded);
  const [wasOpen, keep] = useState(isNeeded);
  useEffect(() => {
    if (isNeeded) open(true);
  }, [isNeeded]);
  useEffect(() => {
    if (isOpen) keep(true);
  }, [isOpen]);
  return (
    <details class="more" open={isOpen} onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        <span>{title}</span>
        <small>{note}</small>
      </summary>
      {(isOpen || wasOpen) && <div class="form">{children}</div>}
    </details>
  );
}
