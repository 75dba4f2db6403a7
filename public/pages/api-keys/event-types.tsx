import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Switch } from "../../components/checkbox.tsx";
import { X } from "../../components/icons.ts";
import { TreePicker } from "../../components/tree-picker.tsx";
import { t } from "../../texts/index.ts";
import type { FieldsProps } from "./input.ts";

/** All event types, or those of some patterns. The catalogue is asked for when somebody wants to choose. */
export function EventTypes({ value, onChange, errorAt }: FieldsProps) {
  const [isBound, bind] = useState(value.types.length > 0);
  const { data } = useResource(() => api["event-types"].get({ query: { limit: "250" } }), [], {
    isOff: !isBound,
  });
  const names = data?.data.map(({ name }) => name) ?? [];
  const error = errorAt("/event_types");
  const toggle = (isOn: boolean) => {
    bind(isOn);
    if (!isOn) onChange({ ...value, types: [] });
  };
  return (
    <fieldset class="group">
      <legend>{t("api_keys.types")}</legend>
      <Switch
        label={t("api_keys.types.bind")}
        hint={t("api_keys.types.hint")}
        checked={isBound}
        onChange={toggle}
      />
      {isBound && (
        <TreePicker
          label={t("api_keys.types")}
          names={names}
          value={value.types}
          onChange={(types) => onChange({ ...value, types })}
        />
      )}
      {error !== undefined && (
        <p class="field-error" role="alert">
          <X size={12} aria-hidden="true" /> {error}
        </p>
      )}
    </fieldset>
  );
}
