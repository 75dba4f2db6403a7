import { useId } from "preact/hooks";
import { OPERATOR_TENANT } from "../../../app/operator-tenant.ts";
import { Field } from "../../../components/field.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import type { Tenants } from "../use-tenants.ts";
import type { FieldPart } from "./field-part.ts";

/** For whom the webhook is. Who has one tenant only never meets the word; 10,000 can be found by typing. */
export function TenantField({ draft, change, errorAt, tenants }: FieldPart & { tenants: Tenants }) {
  const id = useId();
  const { rows, known } = tenants;
  if (rows.length < 2 && draft.tenant === (rows[0]?.id ?? "default")) return null;
  const name = rows.find((row) => row.id === draft.tenant)?.name;
  const hint =
    (name === draft.tenant ? "" : name) ?? (known(draft.tenant) === null ? t("webhook.form.tenant.new") : "");
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
        <option value={OPERATOR_TENANT} />
      </datalist>
    </Field>
  );
}
