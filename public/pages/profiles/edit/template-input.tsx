import { useId, useRef, useState } from "preact/hooks";
import { useControl } from "../../../components/field.tsx";
import { t } from "../../../texts/index.ts";
import { completed, openPlaceholder, placeholderNames } from "./placeholders.ts";

type TemplateInputProps = { value: string; onChange(value: string): void };

/** A header's value. After a brace it offers the placeholders there are: arrows choose, Enter or Tab takes one, Escape closes. */
export function TemplateInput({ value, onChange }: TemplateInputProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, choose] = useState(0);
  const open = caret === null ? null : openPlaceholder(value, caret);
  const offers = open ? placeholderNames.filter((name) => name.includes(open.typed.toLowerCase())) : [];
  const at = Math.min(chosen, offers.length - 1);
  const note = () => {
    setCaret(input.current?.selectionStart ?? null);
    choose(0);
  };
  function take(name: string): void {
    const next = completed(value, caret ?? value.length, name);
    onChange(next.text);
    setCaret(null);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => choose((at + 1) % offers.length),
    ArrowUp: () => choose((at - 1 + offers.length) % offers.length),
    Enter: () => take(offers[at] ?? ""),
    Tab: () => take(offers[at] ?? ""),
    Escape: () => setCaret(null),
  };
  return (
    <div class="template-input">
      <input
        {...useControl()}
        ref={input}
        class="input mono"
        dir="ltr"
        spellcheck={false}
        autocomplete="off"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={offers.length > 0}
        aria-controls={`${id}-offers`}
        aria-activedescendant={offers.length > 0 ? `${id}-${at}` : undefined}
        value={value}
        maxLength={1024}
        onInput={({ currentTarget }) => {
          onChange(currentTarget.value);
          note();
        }}
        onClick={note}
        onBlur={() => setCaret(null)}
        onKeyDown={(event) => {
          const act = offers.length > 0 ? keys[event.key] : undefined;
          if (!act) return;
          event.preventDefault();
          event.stopPropagation();
          act();
        }}
      />
      <Offers id={id} names={offers} at={at} onTake={take} />
    </div>
  );
}

type OffersProps = { id: string; names: readonly string[]; at: number; onTake(name: string): void };

function Offers({ id, names, at, onTake }: OffersProps) {
  return (
    <div
      id={`${id}-offers`}
      class="offers"
      role="listbox"
      aria-label={t("profiles.placeholders")}
      dir="ltr"
      hidden={names.length === 0}
    >
      {names.map((name, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active one
        <div
          key={name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(name);
          }}
        >
          {`{${name}}`}
        </div>
      ))}
    </div>
  );
}
