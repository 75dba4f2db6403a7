import { Switch } from "../../../components/checkbox.tsx";
import { t } from "../../../texts/index.ts";
import type { Profile } from "../types.ts";
import { NumberField, OptionalNumber } from "./number-field.tsx";
import { Part, type PartProps } from "./part.tsx";

/** What happens to a webhook that keeps failing. */
export function TroubleFields({ draft, set, errorAt }: PartProps) {
  const { disable } = draft;
  const setDisable = (change: Partial<Profile["disable"]>) => set({ disable: { ...disable, ...change } });
  return (
    <Part title={t("profiles.part.trouble")}>
      <NumberField
        label={t("profiles.warn.field")}
        hint={t("profiles.warn.hint")}
        value={draft.warn_after_consecutive_failures}
        onChange={(warn_after_consecutive_failures) => set({ warn_after_consecutive_failures })}
        error={errorAt("/warn_after_consecutive_failures")}
      />
      <OptionalNumber
        label={t("profiles.disable.by_count")}
        amount={t("profiles.disable.count")}
        value={disable.after_consecutive_failures}
        first={100}
        onChange={(after_consecutive_failures) => setDisable({ after_consecutive_failures })}
        error={errorAt("/disable/after_consecutive_failures")}
      />
      <OptionalNumber
        label={t("profiles.disable.by_time")}
        amount={t("profiles.disable.hours_field")}
        value={disable.after_failing_hours}
        first={120}
        onChange={(after_failing_hours) => setDisable({ after_failing_hours })}
        error={errorAt("/disable/after_failing_hours")}
      />
      <Switch
        label={t("profiles.disable.gone")}
        checked={disable.on_410}
        onChange={(on_410) => setDisable({ on_410 })}
      />
    </Part>
  );
}
