import { useId } from "preact/hooks";
import { Field } from "../../components/field.tsx";
import { RadioGroup } from "../../components/radio-group.tsx";
import { Select } from "../../components/select.tsx";
import { TextArea } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";

export type Source = { kind: "document" | "sample"; text: string; sample: Sample };

const samples = {
  organiko: "Organiko",
  orisha: "Orisha",
  aiq: "AIQ",
  ordereazi: "OrderEazi",
  orki: "Orki",
} as const;
type Sample = keyof typeof samples;

export const emptySource: Source = { kind: "document", text: "", sample: "organiko" };

/** What is sent; null while there is nothing. A document that does not begin as JSON does is sent as YAML. */
export function requestOf({ kind, text, sample }: Source): { body: string; type: string } | null {
  if (kind === "sample") return { body: JSON.stringify({ sample }), type: "application/json" };
  if (text.trim() === "") return null;
  return { body: text, type: /^\s*[{[]/.test(text) ? "application/json" : "application/yaml" };
}

/** The server's limit for such a document. */
const MOST_BYTES = 1024 * 1024;

export const isTooLarge = ({ kind, text }: Source): boolean =>
  kind === "document" && new TextEncoder().encode(text).length > MOST_BYTES;

type SourceProps = { source: Source; onChange(source: Source): void };

/** A document, typed or from a file, or one of the catalogues that Posthorn has with it. */
export function ImportSource({ source, onChange }: SourceProps) {
  const kinds = [
    { value: "document", label: t("event_types.import.document") },
    { value: "sample", label: t("event_types.import.sample") },
  ];
  return (
    <>
      <RadioGroup
        label={t("event_types.import.from")}
        value={source.kind}
        options={kinds}
        onChange={(kind) => onChange({ ...source, kind: kind === "sample" ? "sample" : "document" })}
        inline
      />
      {source.kind === "document" ? (
        <DocumentSource {...{ source, onChange }} />
      ) : (
        <SampleSource {...{ source, onChange }} />
      )}
    </>
  );
}

function DocumentSource({ source, onChange }: SourceProps) {
  const id = useId();
  const take = async (file: File | undefined) => {
    if (file) onChange({ ...source, text: await file.text() });
  };
  return (
    <>
      <div class="field">
        <label for={id}>{t("event_types.import.file")}</label>
        <input
          id={id}
          class="input file"
          type="file"
          accept=".json,.yaml,.yml,application/json,application/yaml"
          onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
        />
      </div>
      <Field
        label={t("event_types.import.text")}
        hint={t("event_types.import.hint")}
        error={isTooLarge(source) ? t("event_types.import.too_large") : undefined}
      >
        <TextArea code rows={8} value={source.text} onChange={(text) => onChange({ ...source, text })} />
      </Field>
    </>
  );
}

function SampleSource({ source, onChange }: SourceProps) {
  const options = Object.entries(samples).map(([value, label]) => ({ value, label }));
  return (
    <Field label={t("event_types.import.which")} hint={t("event_types.import.which.hint")}>
      <Select
        value={source.sample}
        options={options}
        onChange={(sample) => onChange({ ...source, sample: sample as Sample })}
      />
    </Field>
  );
}
