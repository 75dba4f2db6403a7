import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Field } from "../../components/field.tsx";
import { JsonEditor } from "../../components/json-editor.tsx";
import { ListEditor } from "../../components/list-editor.tsx";
import { Select } from "../../components/select.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import type { TenantInput } from "./input.ts";

type FieldsProps = {
  value: TenantInput;
  onChange(value: TenantInput): void;
  errorAt(pointer: string): string | undefined;
};

/** The places of a tenant that these fields show the faults of. */
export const FIELDS = ["/name", "/profile", "/metadata", "/notify/emails", "/notify/url"];

export function TenantFields({ value, onChange, errorAt }: FieldsProps) {
  const set =
    <K extends keyof TenantInput>(name: K) =>
    (text: TenantInput[K]) =>
      onChange({ ...value, [name]: text });
  return (
    <>
      <Field label={t("tenants.name")} hint={t("tenants.name.hint")} error={errorAt("/name")} required>
        <TextInput value={value.name} onChange={set("name")} />
      </Field>
      <Field label={t("tenants.profile")} hint={t("tenants.profile.hint")} error={errorAt("/profile")}>
        <ProfileSelect value={value.profile} onChange={set("profile")} />
      </Field>
      <fieldset class="group">
        <legend>{t("tenants.notify")}</legend>
        <p class="field-hint">{t("tenants.notify.hint")}</p>
        <ListEditor
          type="email"
          label={(position) => t("tenants.email", { position })}
          add={t("tenants.email.add")}
          remove={(entry) => t("tenants.email.remove", { entry })}
          placeholder="ops@customer.example"
          value={value.emails}
          onChange={set("emails")}
          errorAt={(index) => errorAt(`/notify/emails/${index}`)}
        />
        <Field label={t("tenants.url")} hint={t("tenants.url.hint")} error={errorAt("/notify/url")}>
          <TextInput
            code
            type="url"
            placeholder="https://customer.example/hooks"
            value={value.url}
            onChange={set("url")}
          />
        </Field>
      </fieldset>
      <Field label={t("tenants.metadata")} hint={t("tenants.metadata.hint")} error={errorAt("/metadata")}>
        <JsonEditor label={t("tenants.metadata")} value={value.metadata} onChange={set("metadata")} />
      </Field>
    </>
  );
}

/** Profiles by name; one that is not listed, such as while they are on their way, stays chosen. */
function ProfileSelect({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { data } = useResource(() => api.profiles.get(), []);
  const names = new Set([...(data?.data.map(({ name }) => name) ?? []), ...(value === "" ? [] : [value])]);
  const options = [...names].map((name) => ({ value: name, label: name }));
  return (
    <Select
      {...{ value, onChange }}
      options={[{ value: "", label: t("tenants.profile.inherited") }, ...options]}
    />
  );
}
