import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { mayChange } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { Form } from "../../components/form.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { toast } from "../../components/toast.tsx";
import { Code } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";
import { FIELDS, TenantFields } from "./fields.tsx";
import { inputOf, type Tenant, tidied } from "./input.ts";
import { putTenant } from "./put.ts";

/** What is known of a tenant, to be changed by those who may. */
export function TenantSettings({ tenant, onSaved }: { tenant: Tenant; onSaved(tenant: Tenant): void }) {
  return (
    <Section title={t("tenants.settings")}>
      {mayChange.value ? (
        <Panel padded>
          <EditForm {...{ tenant, onSaved }} />
        </Panel>
      ) : (
        <Panel>
          <Known tenant={tenant} />
        </Panel>
      )}
    </Section>
  );
}

function EditForm({ tenant, onSaved }: { tenant: Tenant; onSaved(tenant: Tenant): void }) {
  const [input, setInput] = useState(() => inputOf(tenant));
  const save = useAction(
    () => {
      setInput(tidied(input));
      return putTenant(tenant.id, tidied(input));
    },
    (saved) => {
      toast({ kind: "ok", text: t("tenants.saved") });
      onSaved(saved);
    },
  );
  const isChanged = JSON.stringify(input) !== JSON.stringify(inputOf(tenant));
  return (
    <Form action={save} fields={FIELDS} class="form narrow">
      <TenantFields value={input} onChange={setInput} errorAt={save.errorAt} />
      <div class="actions">
        <Button type="submit" primary isPending={save.isPending} disabled={!isChanged}>
          {t("action.save")}
        </Button>
        {isChanged && <Button onClick={() => setInput(inputOf(tenant))}>{t("tenants.discard")}</Button>}
      </div>
    </Form>
  );
}

/** For those who may only look. */
function Known({ tenant: { profile, notify = {}, metadata } }: { tenant: Tenant }) {
  const items = [
    { name: t("tenants.profile"), value: profile ?? t("tenants.profile.inherited") },
    { name: t("tenants.notify.emails"), value: notify.emails?.join(", ") || "–" },
    { name: t("tenants.url"), value: <Code>{notify.url ?? "–"}</Code> },
    { name: t("tenants.metadata"), value: <Code>{JSON.stringify(metadata)}</Code> },
  ];
  return <KeyValues items={items} />;
}
