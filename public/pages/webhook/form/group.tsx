import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { X } from "../../../components/icons.ts";

type GroupProps = {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  children: ComponentChildren;
};

/** Several controls that are one field of the webhook. Its fault takes the focus, for there is no one control that could. */
export function Group({ label, hint, error, children }: GroupProps) {
  const id = useId();
  return (
    <fieldset class="field group" {...(hint !== undefined && { "aria-describedby": `${id}-hint` })}>
      <legend>{label}</legend>
      {children}
      {error !== undefined && (
        <p class="field-error problem" tabIndex={-1}>
          <X size={12} aria-hidden="true" /> {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
