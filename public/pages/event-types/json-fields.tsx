import { useMemo } from "preact/hooks";
import { faultAt, type Problem } from "../../api/problem.ts";
import { Field } from "../../components/field.tsx";
import { JsonEditor } from "../../components/json-editor.tsx";
import { t } from "../../texts/index.ts";
import { type Draft, faultsIn, read } from "./draft.ts";

type JsonFieldsProps = {
  draft: Draft;
  set(change: Partial<Draft>): void;
  /** What is no JSON is told after the first try to save it; the editor marks it before. */
  isTried: boolean;
  problem: Problem | null;
};

/** The editors for the example and the schema, side by side. */
export function JsonFields({ draft, set, isTried, problem }: JsonFieldsProps) {
  const parts = ["example", "schema"] as const;
  return (
    <div class="split">
      {parts.map((part) => (
        <JsonField
          key={part}
          member={`/${part}`}
          label={t(`event_types.${part}`)}
          hint={t(`event_types.${part}.hint`)}
          value={draft[part]}
          onChange={(text) => set({ [part]: text })}
          {...{ isTried, problem }}
        />
      ))}
    </div>
  );
}

type JsonFieldProps = Pick<JsonFieldsProps, "isTried" | "problem"> & {
  member: string;
  label: string;
  hint: string;
  value: string;
  onChange(text: string): void;
};

function JsonField({ member, label, hint, value, onChange, isTried, problem }: JsonFieldProps) {
  const faults = useMemo(() => faultsIn(problem, member), [problem, member]);
  const error = isTried && !read(value).isJson ? t("event_types.not_json") : faultAt(problem, member);
  return (
    <Field label={label} hint={hint} error={error}>
      <JsonEditor label={label} value={value} onChange={onChange} faults={faults} />
    </Field>
  );
}
