import { useMemo, useState } from "preact/hooks";
import { search } from "../../app/location.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Send } from "../../components/icons.ts";
import { JsonEditor } from "../../components/json-editor.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel } from "../../components/section.tsx";
import { SuggestInput } from "../../components/suggest-input.tsx";
import { useEventTypes, useTenants } from "../../components/suggestions.ts";
import { t } from "../../texts/index.ts";
import { type Draft, EMPTY_DRAFT, faultsWithin, toldWithin } from "./body.ts";
import { Example, useExample } from "./example.tsx";
import { MoreFields } from "./more-fields.tsx";
import { type Accepted, Sent } from "./sent.tsx";
import { useSend } from "./use-send.ts";

const FIELDS = ["/type", "/tenant", "/data", "/channel", "/actor", "/id", "/previous_attributes"];

/** Sends an event by hand. */
export default function NewEvent() {
  return (
    <Page title={t("send.title")} sub={t("send.sub")} crumbs={[{ text: t("nav.events"), to: "/events" }]}>
      {mayChange.value ? <SendForm /> : <Notice kind="info">{t("webhook.may_not")}</Notice>}
    </Page>
  );
}

/** What was typed stays, to be changed and sent again. */
function SendForm() {
  const [draft, setDraft] = useState<Draft>(firstDraft);
  const [sent, setSent] = useState<Accepted | null>(null);
  const change = (changes: Partial<Draft>) => setDraft((last) => ({ ...last, ...changes }));
  const send = useSend(draft, setSent);
  const { errorAt } = send;
  const example = useExample(draft, (data) => change({ data }));
  const faults = useMemo(() => faultsWithin(send.problem?.errors ?? [], "/data"), [send.problem]);
  const isOpen = ["/channel", "/actor", "/id", "/previous_attributes"].some(
    (at) => errorAt(at) !== undefined,
  );
  return (
    <div class="send">
      <Panel padded>
        <Form action={send} fields={FIELDS}>
          <Field label={t("send.type")} hint={t("send.type.hint")} error={errorAt("/type")} required>
            <SuggestInput
              code
              value={draft.type}
              suggestions={useEventTypes()}
              onChange={(type) => change({ type })}
              autofocus
            />
          </Field>
          <Field label={t("send.tenant")} hint={t("send.tenant.hint")} error={errorAt("/tenant")}>
            <SuggestInput
              code
              value={draft.tenant}
              suggestions={useTenants()}
              onChange={(tenant) => change({ tenant })}
            />
          </Field>
          <Field
            label={t("send.data")}
            hint={<Example type={draft.type} {...example} />}
            error={toldWithin(send.problem?.errors ?? [], "/data")}
            required
          >
            <JsonEditor
              label={t("send.data")}
              value={draft.data}
              onChange={(data) => change({ data })}
              faults={faults}
            />
          </Field>
          <MoreFields draft={draft} onChange={change} problem={send.problem} isOpen={isOpen} />
          <div class="actions">
            <Button type="submit" primary icon={Send} isPending={send.isPending}>
              {t("send.submit")}
            </Button>
          </div>
        </Form>
      </Panel>
      <div role="status">{sent && <Sent key={sent.id} event={sent} />}</div>
    </div>
  );
}

/** A link may name the type and the tenant: `#/events/new?type=order.created`. */
function firstDraft(): Draft {
  const query = new URLSearchParams(search.value);
  return { ...EMPTY_DRAFT, type: query.get("type") ?? "", tenant: query.get("tenant") ?? "" };
}
