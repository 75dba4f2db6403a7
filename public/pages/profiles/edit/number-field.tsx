import { useState } from "preact/hooks";
import { Switch } from "../../../components/checkbox.tsx";
import { Field } from "../../../components/field.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";

type NumberFieldProps = {
  label: string;
  hint?: string;
  /** NaN while what is typed is no number. */
  value: number;
  onChange(value: number): void;
  error?: string | undefined;
};

/** A number, whose text stays as it is typed. */
export function NumberField({ label, hint, value, onChange, error }: NumberFieldProps) {
  const [text, setText] = useState(Number.isNaN(value) ? "" : String(value));
  const isShown = Number(text) === value || Number.isNaN(value);
  const change = (typed: string) => {
    setText(typed);
    onChange(typed.trim() === "" ? Number.NaN : Number(typed));
  };
  return (
    <Field
      label={label}
      {...(hint !== undefined && { hint })}
      error={Number.isNaN(value) ? t("profiles.number_needed") : error}
    >
      <TextInput code inputMode="decimal" value={isShown ? text : String(value)} onChange={change} />
    </Field>
  );
}

type OptionalNumberProps = Omit<NumberFieldProps, "value" | "onChange" | "label"> & {
  /** What the switch says, which turns the limit on. */
  label: string;
  /** What the number means. */
  amount: string;
  value: number | null;
  /** What it begins with when it is turned on. */
  first: number;
  onChange(value: number | null): void;
};

/** A limit that can be off: null. */
export function OptionalNumber({ label, amount, value, first, onChange, ...field }: OptionalNumberProps) {
  return (
    <>
      <Switch label={label} checked={value !== null} onChange={(isOn) => onChange(isOn ? first : null)} />
      {value !== null && (
        <div class="below-switch">
          <NumberField {...field} label={amount} value={value} onChange={onChange} />
        </div>
      )}
    </>
  );
}
