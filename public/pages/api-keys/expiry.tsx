import { Field } from "../../components/field.tsx";
import { Select } from "../../components/select.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import type { FieldsProps } from "./input.ts";

const choices = ["never", "30d", "90d", "1y", "custom"] as const;

/** How long the key lasts. */
export function Expiry({ value, onChange, errorAt }: FieldsProps) {
  const isCustom = value.lasts === "custom";
  const error = errorAt("/expires");
  const options = choices.map((name) => ({ value: name, label: t(`api_keys.lasts.${name}`) }));
  return (
    <>
      <Field
        label={t("api_keys.expires")}
        hint={t("api_keys.expires.hint")}
        error={isCustom ? undefined : error}
      >
        <Select value={value.lasts} options={options} onChange={(lasts) => onChange({ ...value, lasts })} />
      </Field>
      {isCustom && (
        <Field label={t("api_keys.until")} error={error}>
          <TextInput
            type="datetime-local"
            value={value.until}
            onChange={(until) => onChange({ ...value, until })}
          />
        </Field>
      )}
    </>
  );
}
