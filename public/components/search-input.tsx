import { useEffect, useRef, useState } from "preact/hooks";
import { Search } from "./icons.ts";

/** Long enough to type on, short enough to seem at once. */
const PAUSE_MS = 250;

type SearchInputProps = { label: string; value: string; onChange(value: string): void };

/** A search field. What is typed counts after a short pause, by Enter at once; Escape empties it. `/` leads to it. */
export function SearchInput({ label, value, onChange }: SearchInputProps) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(value);
  useEffect(() => {
    // What was sent itself comes back here; by then more may have been typed.
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  function type(text: string, pauseMs: number): void {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, pauseMs);
  }
  return (
    <div class="search">
      <Search size={14} aria-hidden="true" />
      <input
        type="search"
        class="input"
        dir="auto"
        {...{ "aria-label": label, placeholder: label, value: typed, autocomplete: "off", spellcheck: false }}
        onInput={({ currentTarget }) => type(currentTarget.value, PAUSE_MS)}
        onKeyDown={(event) => {
          if (event.key === "Enter") type(event.currentTarget.value, 0);
          if (event.key === "Escape")
            event.currentTarget.value === "" ? event.currentTarget.blur() : type("", 0);
        }}
      />
    </div>
  );
}
