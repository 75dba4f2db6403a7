import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Action } from "../api/action.ts";
import { ProblemNotice } from "./problem-notice.tsx";

type FormProps = {
  /** What happens on submit: its problem is shown below the fields, and the first field with a fault gets the focus, unless somebody has gone on. */
  action: Pick<Action<[]>, "run" | "problem">;
  /** The places of the body that fields of this form show the faults of: `["/url", "/event_types"]`. */
  fields?: readonly string[];
  children: ComponentChildren;
  class?: string;
};

/** Who is somewhere else by the time of the answer types there. A button that waits for it loses the focus to the page. */
const hasGoneOn = (from: Element | null) =>
  document.activeElement !== from && document.activeElement !== document.body;

/** A form that keeps what was typed, whatever comes of it. */
export function Form({ action, fields = [], children, class: name = "form" }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const from = document.activeElement;
    if (!(await action.run())) requestAnimationFrame(() => !hasGoneOn(from) && focusFault());
  }
  function focusFault(): void {
    const at =
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
      form.current?.querySelector<HTMLElement>(".problem");
    at?.focus();
  }
  return (
    <form ref={form} class={name} noValidate onSubmit={submit}>
      <ProblemNotice problem={action.problem} fields={fields} />
      {children}
    </form>
  );
}
