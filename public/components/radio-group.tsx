import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { classes } from "./class.ts";

export type RadioOption = { value: string; label: string; hint?: ComponentChildren; lang?: string };

type RadioGroupProps = {
  label: string;
  value: string;
  options: readonly RadioOption[];
  onChange(value: string): void;
  /** Side by side as one bar, for short words; else one below the other, with hints. */
  inline?: boolean;
};

export function RadioGroup({ label, value, options, onChange, inline }: RadioGroupProps) {
  const name = useId();
  return (
    <fieldset class={classes("radios", inline && "inline")}>
      <legend>{label}</legend>
      <div class="radio-options">
        {options.map((option) => (
          <label key={option.value} class="radio" {...(option.lang && { lang: option.lang })}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
            {option.hint !== undefined && <small>{option.hint}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
