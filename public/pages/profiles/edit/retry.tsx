import { Switch } from "../../../components/checkbox.tsx";
import { Field } from "../../../components/field.tsx";
import { Select } from "../../../components/select.tsx";
import { t } from "../../../texts/index.ts";
import { Delays } from "./delays.tsx";
import { NumberField } from "./number-field.tsx";
import { Part, type PartProps } from "./part.tsx";

const dispatches = ["immediate", "sweep"] as const;

/** When a delivery is attempted, and attempted again. */
export function RetryFields({ draft, set, errorAt }: PartProps) {
  const { retry } = draft;
  const setRetry = (change: Partial<typeof retry>) => set({ retry: { ...retry, ...change } });
  return (
    <Part title={t("profiles.part.retry")}>
      <div class="field">
        <span class="field-label">{t("profiles.field.delays")}</span>
        <Delays
          delays={retry.delays_seconds}
          onChange={(delays_seconds) => setRetry({ delays_seconds })}
          error={errorAt("/retry/delays_seconds")}
        />
      </div>
      <NumberField
        label={t("profiles.field.jitter")}
        hint={t("profiles.jitter.hint")}
        value={retry.jitter}
        onChange={(jitter) => setRetry({ jitter })}
        error={errorAt("/retry/jitter")}
      />
      <Switch
        label={t("profiles.field.retry_after")}
        hint={t("profiles.retry_after.hint")}
        checked={retry.honour_retry_after}
        onChange={(honour_retry_after) => setRetry({ honour_retry_after })}
      />
      <Field label={t("profiles.field.dispatch")} error={errorAt("/dispatch")}>
        <Select
          value={draft.dispatch}
          options={dispatches.map((value) => ({ value, label: t(`profiles.dispatch.${value}`) }))}
          onChange={(dispatch) => set({ dispatch: dispatch as (typeof dispatches)[number] })}
        />
      </Field>
    </Part>
  );
}
