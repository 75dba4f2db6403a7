import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { navigate } from "../../app/location.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { Button, ButtonLink } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel } from "../../components/section.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { FIELDS, TenantFields } from "./fields.tsx";
import { EMPTY, tidied } from "./input.ts";
import { createTenant } from "./put.ts";

/** A form for a customer that has not published anything yet; those who have are made on their own. */
export default function NewTenant() {
  return (
    <Page
      title={t("tenants.new")}
      sub={t("tenants.new.sub")}
      crumbs={[{ text: t("tenants.title"), to: "/tenants" }]}
    >
      {mayChange.value ? <NewForm /> : <Notice kind="info">{t("webhook.may_not")}</Notice>}
    </Page>
  );
}

function NewForm() {
  const [id, setId] = useState("");
  const [input, setInput] = useState(EMPTY);
  const create = useAction(
    () => {
      setInput(tidied(input));
      return createTenant(id.trim(), tidied(input));
    },
    () => {
      toast({ kind: "ok", text: t("tenants.created_toast", { id: id.trim() }) });
      navigate(`/tenants/${id.trim()}`, { replace: true });
    },
  );
  return (
    <Panel padded>
      <Form action={create} fields={["/id", ...FIELDS]} class="form narrow">
        <Field label={t("tenants.id")} hint={t("tenants.id.hint")} error={create.errorAt("/id")} required>
          <TextInput code value={id} onChange={setId} autofocus />
        </Field>
        <TenantFields value={input} onChange={setInput} errorAt={create.errorAt} />
        <div class="actions">
          <Button type="submit" primary isPending={create.isPending}>
            {t("tenants.create")}
          </Button>
          <ButtonLink to="/tenants">{t("action.cancel")}</ButtonLink>
        </div>
      </Form>
    </Panel>
  );
}
