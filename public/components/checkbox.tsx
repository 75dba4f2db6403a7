import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

type CheckboxProps = {
  label: ComponentChildren;
  hint?: ComponentChildren;
  checked: boolean;
  /** Some of what it stands for is chosen, and some is not. */
  isMixed?: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
};

export function Checkbox(props: CheckboxProps) {
  return <Tick {...props} kind="check" />;
}

/** A checkbox whose change takes effect at once, or that switches a whole part on. */
export function Switch(props: Omit<CheckboxProps, "isMixed">) {
  return <Tick {...props} kind="switch" />;
}

function Tick({
  label,
  hint,
  checked,
  isMixed = false,
  disabled,
  onChange,
  kind,
}: CheckboxProps & { kind: string }) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <div class={kind}>
      <input
        ref={box}
        {...{ id, checked, disabled: disabled ?? false }}
        type="checkbox"
        {...(kind === "switch" && { role: "switch" as const })}
        {...(hint !== undefined && { "aria-describedby": `${id}-hint` })}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
