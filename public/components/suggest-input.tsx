import { useId } from "preact/hooks";
import type { Suggestion } from "./filter-input.tsx";
import { TextInput } from "./text-input.tsx";

type SuggestInputProps = {
  value: string;
  /** What is known; anything else can be typed. */
  suggestions: readonly Suggestion[];
  onChange(value: string): void;
  code?: boolean;
  autofocus?: boolean;
};

/** A text field that offers what is known. */
export function SuggestInput({ suggestions, ...input }: SuggestInputProps) {
  const id = useId();
  return (
    <>
      <TextInput {...input} list={id} />
      <datalist id={id}>
        {suggestions.map(({ value, label }) => (
          <option key={value} value={value} label={label ?? value} />
        ))}
      </datalist>
    </>
  );
}
