import { Field } from "../../../components/field.tsx";
import { Select } from "../../../components/select.tsx";
import { TextArea, TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import { Part, type PartProps } from "./part.tsx";

const bodies = ["envelope", "data", "cloudevents", "thin"] as const;
const dates = ["iso", "sortable"] as const;

/** What the profile is called. */
export function NameFields({ draft, set, errorAt }: PartProps) {
  return (
    <Part title={t("profiles.part.name")}>
      <Field label={t("profiles.field.title")} error={errorAt("/title")} required>
        <TextInput value={draft.title} onChange={(title) => set({ title })} maxLength={100} />
      </Field>
      <Field label={t("profiles.field.description")} error={errorAt("/description")}>
        <TextArea
          rows={2}
          value={draft.description}
          onChange={(description) => set({ description })}
          maxLength={2000}
        />
      </Field>
    </Part>
  );
}

/** What the request's body is. */
export function BodyFields({ draft, set, errorAt }: PartProps) {
  return (
    <Part title={t("profiles.field.body")}>
      <Field label={t("profiles.field.content")} error={errorAt("/body")}>
        <Select
          value={draft.body}
          options={bodies.map((value) => ({ value, label: t(`profiles.body.${value}`) }))}
          onChange={(body) => set({ body: body as (typeof bodies)[number] })}
        />
      </Field>
      <Field label={t("profiles.field.dates")} error={errorAt("/dates")}>
        <Select
          value={draft.dates}
          options={dates.map((value) => ({ value, label: t(`profiles.dates.${value}`) }))}
          onChange={(chosen) => set({ dates: chosen as (typeof dates)[number] })}
        />
      </Field>
      <Field label={t("profiles.field.content_type")} error={errorAt("/content_type")}>
        <TextInput
          code
          value={draft.content_type}
          onChange={(type) => set({ content_type: type })}
          maxLength={200}
        />
      </Field>
    </Part>
  );
}
