import { type ComponentChildren, toChildArray } from "preact";

/** What is known of a thing in one line, below its title: a badge first where there is one, then facts with dots between them. */
export function Facts({ badge, children }: { badge?: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="facts">
      {badge}
      {toChildArray(children).map((fact, index) => (
        <span key={index} class="fact">
          {fact}
        </span>
      ))}
    </div>
  );
}
