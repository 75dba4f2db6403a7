import { useId, useRef } from "preact/hooks";
import { OPERATOR_TENANT } from "../../../app/operator-tenant.ts";
import { boundTenant } from "../../../app/session.ts";
import { Field } from "../../../components/field.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import type { Tenants } from "../use-tenants.ts";
import type { FieldPart } from "./field-part.ts";

/** Of who names no tenant. */
const DEFAULT = "default";

/** For whom the webhook is. Who has one tenant only never meets the word; 10,000 can be found by typing. */
export function TenantField({ draft, change, errorAt, tenants }: FieldPart & { tenants: Tenants }) {
  const id = useId();
  // As the form was opened: the field may not go away under who types in it.
  const isDefault = useRef(draft.tenant === DEFAULT);
  const { rows, known } = tenants;
  if (boundTenant.value !== null || (isDefault.current && rows.every((row) => row.id === DEFAULT)))
    return null;
  const name = rows.find((row) => row.id === draft.tenant)?.name;
  const isNew = known(draft.tenant) === null;
  const hint =
    draft.tenant === OPERATOR_TENANT
      ? t("tenants.operator")
      : ((name === draft.tenant ? "" : name) ?? (isNew ? t("webhook.form.tenant.new") : ""));
  return (
    <Field
      label={t("webhook.form.tenant")}
      hint={hint && <bdi>{hint}</bdi>}
      error={errorAt("/tenant")}
      required
    >
      <TextInput
        code
        list={id}
        maxLength={128}
        value={draft.tenant}
        onChange={(tenant) => change({ tenant })}
      />
      <datalist id={id}>
        {rows.map((row) => (
          <option key={row.id} value={row.id}>
            {row.name}
          </option>
        ))}
        <option value={OPERATOR_TENANT}>{t("tenants.operator")}</option>
      </datalist>
    </Field>
  );
}
