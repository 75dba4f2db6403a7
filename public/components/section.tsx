import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type SectionProps = {
  title: string;
  /** A link or button beside the title. */
  action?: ComponentChildren;
  children: ComponentChildren;
};

/** A part of a page under a title of its own. */
export function Section({ title, action, children }: SectionProps) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** A bordered ground for a table, a chart, a form. */
export const Panel = ({ children, padded }: { children: ComponentChildren; padded?: boolean }) => (
  <div class={padded ? "panel pad" : "panel"}>{children}</div>
);
