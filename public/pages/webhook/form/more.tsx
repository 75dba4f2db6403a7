import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ChevronRight } from "../../../components/icons.ts";

type MoreProps = {
  title: string;
  /** What is set in it, in a few words. */
  note: string;
  /** Something in it is wrong, or set: it opens to show it. */
  isNeeded: boolean;
  children: ComponentChildren;
};

/** What most webhooks do without, folded away until it is wanted. */
export function More({ title, note, isNeeded, children }: MoreProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isNeeded && details.current) details.current.open = true;
  }, [isNeeded]);
  return (
    <details class="more" ref={details}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        <span>{title}</span>
        <small>{note}</small>
      </summary>
      <div class="form">{children}</div>
    </details>
  );
}
