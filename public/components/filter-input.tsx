import { useEffect, useId, useState } from "preact/hooks";

export type Suggestion = { value: string; label?: string };

type FilterInputProps = {
  label: string;
  value: string;
  /** What is known to be there; anything else can be typed. */
  suggestions?: readonly Suggestion[];
  onChange(value: string): void;
};

/** A filter for an exact value: an event type, a tenant, a webhook. What is typed counts by Enter, or on leaving the field. */
export function FilterInput({ label, value, suggestions = [], onChange }: FilterInputProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const commit = (text: string) => text.trim() !== value && onChange(text.trim());
  return (
    <div class="filter-input">
      <input
        type="search"
        class="input"
        dir="auto"
        list={`${id}-list`}
        {...{ "aria-label": label, placeholder: label, value: typed, autocomplete: "off", spellcheck: false }}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          const isPicked = suggestions.some((one) => one.value === currentTarget.value);
          if (isPicked || currentTarget.value === "") commit(currentTarget.value);
        }}
        onChange={({ currentTarget }) => commit(currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && commit(event.currentTarget.value)}
      />
      <datalist id={`${id}-list`}>
        {suggestions.map((one) => (
          <option key={one.value} value={one.value} label={one.label ?? one.value} />
        ))}
      </datalist>
    </div>
  );
}
