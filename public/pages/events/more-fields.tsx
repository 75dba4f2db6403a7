import { useMemo, useState } from "preact/hooks";
import { faultAt, type Problem } from "../../api/problem.ts";
import { Field } from "../../components/field.tsx";
import { JsonEditor } from "../../components/json-editor.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import { type Draft, faultsWithin, toldWithin } from "./body.ts";

type MoreFieldsProps = {
  draft: Draft;
  onChange(changes: Partial<Draft>): void;
  problem: Problem | null;
  /** One of them has a fault: they have to be seen. */
  isOpen: boolean;
};

const names = ["channel", "actor", "id"] as const;

/** What few events need, folded away. */
export function MoreFields(props: MoreFieldsProps) {
  const [isShown, show] = useState(false);
  const isOpen = isShown || props.isOpen;
  return (
    <details class="more-fields" open={isOpen} onToggle={({ currentTarget }) => show(currentTarget.open)}>
      <summary>{t("send.more")}</summary>
      {isOpen && <Fields {...props} />}
    </details>
  );
}

function Fields({ draft, onChange, problem }: MoreFieldsProps) {
  const faults = useMemo(() => faultsWithin(problem?.errors ?? [], PREVIOUS), [problem]);
  return (
    <div class="form">
      {names.map((name) => (
        <Field
          key={name}
          label={t(`send.${name}`)}
          hint={t(`send.${name}.hint`)}
          error={faultAt(problem, `/${name}`)}
        >
          <TextInput
            code={name === "id"}
            value={draft[name]}
            onChange={(value) => onChange({ [name]: value })}
          />
        </Field>
      ))}
      <Field
        label={t("send.previous")}
        hint={t("send.previous.hint")}
        error={toldWithin(problem?.errors ?? [], PREVIOUS)}
      >
        <JsonEditor
          label={t("send.previous")}
          value={draft.previous}
          onChange={(previous) => onChange({ previous })}
          faults={faults}
        />
      </Field>
    </div>
  );
}

const PREVIOUS = "/previous_attributes";
