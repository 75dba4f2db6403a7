import { type Scope, scopes } from "../../../src/http/scopes.ts";
import { Checkbox } from "../../components/checkbox.tsx";
import { Field } from "../../components/field.tsx";
import { X } from "../../components/icons.ts";
import { SuggestInput } from "../../components/suggest-input.tsx";
import { useTenants } from "../../components/suggestions.ts";
import { TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import { EventTypes } from "./event-types.tsx";
import { Expiry } from "./expiry.tsx";
import type { FieldsProps } from "./input.ts";

/** The places of a key that these fields show the faults of. */
export const FIELDS = ["/name", "/scopes", "/tenant", "/event_types", "/app_user", "/expires"];

export function KeyFields(props: FieldsProps) {
  const { value, onChange, errorAt } = props;
  const set = (name: "name" | "tenant" | "appUser") => (text: string) => onChange({ ...value, [name]: text });
  return (
    <>
      <Field label={t("api_keys.name")} hint={t("api_keys.name.hint")} error={errorAt("/name")} required>
        <TextInput value={value.name} onChange={set("name")} autofocus />
      </Field>
      <Scopes {...props} />
      <Field label={t("api_keys.tenant")} hint={t("api_keys.tenant.hint")} error={errorAt("/tenant")}>
        <SuggestInput code value={value.tenant} suggestions={useTenants()} onChange={set("tenant")} />
      </Field>
      <EventTypes {...props} />
      <Field label={t("api_keys.app_user")} hint={t("api_keys.app_user.hint")} error={errorAt("/app_user")}>
        <TextInput code value={value.appUser} onChange={set("appUser")} />
      </Field>
      <Expiry {...props} />
    </>
  );
}

function Scopes({ value, onChange, errorAt }: FieldsProps) {
  const error = errorAt("/scopes");
  const toggle = (scope: Scope, isOn: boolean) =>
    onChange({
      ...value,
      scopes: scopes.filter((one) => (one === scope ? isOn : value.scopes.includes(one))),
    });
  return (
    <fieldset class="group">
      <legend>{t("api_keys.scopes")}</legend>
      {error !== undefined && (
        <p class="field-error" role="alert">
          <X size={12} aria-hidden="true" /> {error}
        </p>
      )}
      {scopes.map((scope) => (
        <Checkbox
          key={scope}
          label={<code dir="ltr">{scope}</code>}
          hint={t(`api_keys.scope.${scope}`)}
          checked={value.scopes.includes(scope)}
          onChange={(isOn) => toggle(scope, isOn)}
        />
      ))}
    </fieldset>
  );
}
