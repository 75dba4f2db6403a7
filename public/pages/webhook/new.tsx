import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { search } from "../../app/location.ts";
import { Page } from "../../app/page.tsx";
import { boundTenant, mayChange } from "../../app/session.ts";
import { Button, ButtonLink } from "../../components/button.tsx";
import { Checkbox } from "../../components/checkbox.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { Created } from "./created.tsx";
import { fieldsOf } from "./form/body.ts";
import { type Draft, emptyDraft } from "./form/draft.ts";
import { POINTERS, WebhookFields } from "./form/fields.tsx";
import { TenantField } from "./form/tenant-field.tsx";
import { useDraft } from "./form/use-draft.ts";
import type { CreatedWebhook } from "./types.ts";
import { useCatalogue } from "./use-catalogue.ts";
import { useProfiles } from "./use-profiles.ts";
import { useTenants } from "./use-tenants.ts";

/** Registers a webhook; its secret is shown in the form's place then. */
export default function NewWebhook() {
  const [created, show] = useState<CreatedWebhook | null>(null);
  if (created) return <Created webhook={created} />;
  return (
    <Page
      title={t("webhook.new.title")}
      sub={t("webhook.new.sub")}
      crumbs={[{ text: t("webhooks.title"), to: "/webhooks" }, { text: t("webhook.new.title") }]}
    >
      {mayChange.value ? <NewForm onCreated={show} /> : <Notice kind="info">{t("webhook.may_not")}</Notice>}
    </Page>
  );
}

function NewForm({ onCreated }: { onCreated(webhook: CreatedWebhook): void }) {
  const create = useAction((draft: Draft) => api.webhooks.post(bodyOf(draft)), onCreated);
  const drafting = useDraft(() => emptyDraft(tenantOfAddress()), create);
  const { draft, change, errorAt } = drafting;
  const tenants = useTenants();
  const profiles = useProfiles(tenants.known(draft.tenant));
  const catalogue = useCatalogue();
  const action = { problem: create.problem, run: () => drafting.submit(create.run) };
  return (
    <Form action={action} fields={POINTERS} class="form narrow">
      <Panel padded>
        <div class="form">
          <TenantField {...{ draft, change, errorAt, tenants }} />
          <WebhookFields {...{ draft, change, errorAt, profiles, catalogue }} isNew />
          <Checkbox
            label={t("webhook.form.paused")}
            hint={t("webhook.form.paused.hint")}
            checked={draft.isPaused}
            onChange={(isPaused) => change({ isPaused })}
          />
        </div>
      </Panel>
      <ProblemNotice problem={profiles.problem} />
      <div class="actions">
        <Button type="submit" primary isPending={create.isPending}>
          {t("webhook.new.submit")}
        </Button>
        <ButtonLink to="/webhooks">{t("action.cancel")}</ButtonLink>
      </div>
    </Form>
  );
}

/** A tenant's page opens the form for that tenant. */
const tenantOfAddress = () =>
  boundTenant.value ?? new URLSearchParams(search.value).get("tenant") ?? "default";

const bodyOf = (draft: Draft) => ({
  ...fieldsOf(draft),
  tenant: draft.tenant,
  ...(draft.secret !== "" && { secret: draft.secret }),
  status: draft.isPaused ? ("paused" as const) : ("active" as const),
});
