import { type ComponentChildren, createContext } from "preact";
import { useContext, useId } from "preact/hooks";
import { X } from "./icons.ts";

/** What a control needs to know of the field around it. */
export type Control = {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
};

const Around = createContext<Control>({});

/** For a control: its label, hint and error come from the field it stands in. */
export const useControl = (): Control => useContext(Around);

export type FieldProps = {
  label: string;
  /** What to know before one fills it in. */
  hint?: ComponentChildren;
  /** What is wrong with what was filled in. */
  error?: string | undefined;
  required?: boolean;
  children: ComponentChildren;
};

/** A label, a control, and what there is to say about it: `<Field label="URL" error={save.errorAt("/url")}>`. */
export function Field({ label, hint, error, required, children }: FieldProps) {
  const id = useId();
  const about = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  const control: Control = {
    id,
    ...(about.length > 0 && { "aria-describedby": about.join(" ") }),
    ...(error !== undefined && { "aria-invalid": true as const }),
    ...(required && { "aria-required": true as const }),
  };
  return (
    <div class="field">
      <label for={id} id={`${id}-label`}>
        {label}
      </label>
      <Around.Provider value={control}>{children}</Around.Provider>
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          <X size={12} aria-hidden="true" /> {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
