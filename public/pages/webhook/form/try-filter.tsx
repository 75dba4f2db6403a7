import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { parseJson } from "../../../api/json.ts";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { JsonEditor } from "../../../components/json-editor.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { Select } from "../../../components/select.tsx";
import { t } from "../../../texts/index.ts";
import type { Catalogue } from "../use-catalogue.ts";
import { useSample } from "../use-sample.ts";
import { type Tried, TriedFilter } from "./tried-filter.tsx";

type TryFilterProps = { filter: string; patterns: readonly string[]; catalogue: Catalogue };

/** What the filter answers for a sample event, without saving anything. */
export function TryFilter({ filter, patterns, catalogue }: TryFilterProps) {
  const sample = useSample(catalogue, patterns);
  const { type, data } = sample;
  const [tried, show] = useState<Tried | null>(null);
  const attempt = useAction(
    () => api.webhooks.filter.try.post({ filter, event: { type, data: parseJson(data) } }),
    show,
  );
  useEffect(() => show(null), [filter, type, data]);
  return (
    <div class="try-box">
      <Field label={t("webhook.try.type")}>
        <Select value={type} options={sample.options} onChange={sample.choose} />
      </Field>
      <Field label={t("webhook.try.data")}>
        <JsonEditor label={t("webhook.try.data")} value={data} onChange={sample.edit} />
      </Field>
      <div class="try-line">
        <Button onClick={() => attempt.run()} isPending={attempt.isPending} disabled={!sample.isReady}>
          {t("webhook.try.run")}
        </Button>
        <div role="status">{tried && <TriedFilter tried={tried} />}</div>
      </div>
      <ProblemNotice problem={attempt.problem} />
    </div>
  );
}
