import { Field } from "../../../components/field.tsx";
import { TextArea } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import type { Catalogue } from "../use-catalogue.ts";
import type { FieldPart } from "./field-part.ts";
import { TryFilter } from "./try-filter.tsx";

/** An expression that decides about each event, and a place to try it. */
export function FilterField({ draft, change, errorAt, catalogue }: FieldPart & { catalogue: Catalogue }) {
  const { filter, event_types: patterns } = draft;
  return (
    <>
      <Field label={t("webhook.form.filter")} hint={t("webhook.form.filter.hint")} error={errorAt("/filter")}>
        <TextArea
          code
          rows={3}
          maxLength={4096}
          placeholder="data.total > 100"
          value={filter}
          onChange={(text) => change({ filter: text })}
        />
      </Field>
      {filter.trim() !== "" && <TryFilter {...{ filter, patterns, catalogue }} />}
    </>
  );
}
