import { useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { parseJson } from "../../../api/json.ts";
import { AttemptView } from "../../../components/attempt-view.tsx";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { Form } from "../../../components/form.tsx";
import { JsonEditor } from "../../../components/json-editor.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Panel } from "../../../components/section.tsx";
import { Select } from "../../../components/select.tsx";
import { t } from "../../../texts/index.ts";
import type { Part } from "../part.ts";
import type { Attempt } from "../types.ts";
import { useCatalogue } from "../use-catalogue.ts";
import { useSample } from "../use-sample.ts";
import { Came } from "./came.tsx";

/** Sends a sample event now, and shows what came of it in place. It counts for no health. */
export function TestTab({ webhook }: Part) {
  const { id, status, event_types: patterns } = webhook;
  const sample = useSample(useCatalogue(), patterns);
  const { type, data } = sample;
  const [attempt, show] = useState<Attempt | null>(null);
  const send = useAction(() => api.webhooks({ id }).test.post({ type, data: parseJson(data) }), show);
  const isUnverified = status === "unverified";
  return (
    <>
      {isUnverified && <Notice kind="warn">{t("webhook.test.unverified")}</Notice>}
      <Form action={send} fields={["/type", "/data"]} class="form narrow">
        <Panel padded>
          <div class="form">
            <Field label={t("webhook.test.type")} error={send.errorAt("/type")}>
              <Select value={type} options={sample.options} onChange={sample.choose} />
            </Field>
            <Field label={t("webhook.test.data")} hint={t("webhook.test.hint")} error={send.errorAt("/data")}>
              <JsonEditor label={t("webhook.test.data")} value={data} onChange={sample.edit} />
            </Field>
          </div>
        </Panel>
        <div class="actions">
          <Button type="submit" primary isPending={send.isPending} disabled={!sample.isReady || isUnverified}>
            {t(send.isPending ? "webhook.test.sending" : "webhook.test.send")}
          </Button>
        </div>
      </Form>
      <div role="status" class="came">
        {attempt && <Came attempt={attempt} />}
      </div>
      {attempt && <AttemptView attempt={attempt} />}
    </>
  );
}
