import { useEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "./button.tsx";
import { Field } from "./field.tsx";
import { Plus, X } from "./icons.ts";
import { TextInput } from "./text-input.tsx";

type ListEditorProps = {
  /** Names one entry, for those who cannot see where it stands: "Address 2". */
  label(position: number): string;
  value: readonly string[];
  onChange(value: string[]): void;
  /** What is wrong with one entry, from 0. */
  errorAt(index: number): string | undefined;
  /** The words on the buttons. */
  add: string;
  remove(entry: string): string;
  type?: "email" | "url";
  placeholder?: string;
  disabled?: boolean;
};

/** A list of short texts, one field each, with what is wrong beside the one it is wrong with. */
export function ListEditor({ value, onChange, disabled = false, ...props }: ListEditorProps) {
  const list = useRef<HTMLDivElement>(null);
  const isAdded = useRef(false);
  useEffect(() => {
    if (isAdded.current)
      list.current?.querySelector<HTMLInputElement>(".list-entry:last-of-type input")?.focus();
    isAdded.current = false;
  }, [value.length]);
  const add = () => {
    isAdded.current = true;
    onChange([...value, ""]);
  };
  const without = (index: number) => onChange(value.filter((_, at) => at !== index));
  return (
    <div ref={list} class="list-editor">
      {value.map((entry, index) => (
        <div class="list-entry" key={index}>
          <Field label={props.label(index + 1)} error={props.errorAt(index)}>
            <TextInput
              code
              value={entry}
              disabled={disabled}
              onChange={(text) => onChange(value.with(index, text))}
              {...(props.type && { type: props.type })}
              {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
            />
          </Field>
          {!disabled && <IconButton label={props.remove(entry)} icon={X} onClick={() => without(index)} />}
        </div>
      ))}
      {!disabled && (
        <div>
          <Button icon={Plus} onClick={add}>
            {props.add}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What of a list's fields was filled in. */
export const filledIn = (entries: readonly string[]): string[] =>
  entries.map((entry) => entry.trim()).filter(Boolean);
