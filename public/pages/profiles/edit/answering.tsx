import { useState } from "preact/hooks";
import { Field } from "../../../components/field.tsx";
import { RadioGroup } from "../../../components/radio-group.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import { NumberField } from "./number-field.tsx";
import { Part, type PartProps } from "./part.tsx";

/** What counts as success, and how long there is for it. */
export function AnsweringFields(props: PartProps) {
  const { draft, set, errorAt } = props;
  return (
    <Part title={t("profiles.part.answering")}>
      <RadioGroup
        label={t("profiles.field.success")}
        value={draft.success === "2xx" ? "2xx" : "list"}
        onChange={(kind) => set({ success: kind === "2xx" ? "2xx" : [200] })}
        options={[
          { value: "2xx", label: t("profiles.success.any") },
          { value: "list", label: t("profiles.success.list") },
        ]}
      />
      {draft.success !== "2xx" && <Statuses {...props} success={draft.success} />}
      <NumberField
        label={t("profiles.field.timeout_seconds")}
        hint={t("profiles.timeout.hint")}
        value={draft.timeout_seconds}
        onChange={(timeout_seconds) => set({ timeout_seconds })}
        error={errorAt("/timeout_seconds")}
      />
    </Part>
  );
}

function Statuses({ success, set, errorAt }: PartProps & { success: number[] }) {
  const [text, setText] = useState(success.join(", "));
  const change = (typed: string) => {
    setText(typed);
    set({
      success: typed
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(Number),
    });
  };
  return (
    <Field
      label={t("profiles.success.statuses")}
      hint={t("profiles.success.hint")}
      error={errorAt("/success")}
    >
      <TextInput code inputMode="numeric" value={text} onChange={change} />
    </Field>
  );
}
