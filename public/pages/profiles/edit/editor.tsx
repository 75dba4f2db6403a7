import { useState } from "preact/hooks";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { Form } from "../../../components/form.tsx";
import { JsonEditor } from "../../../components/json-editor.tsx";
import { Notice } from "../../../components/notice.tsx";
import { RadioGroup } from "../../../components/radio-group.tsx";
import { toast } from "../../../components/toast.tsx";
import { t } from "../../../texts/index.ts";
import { RequestPreview, SampleType } from "../preview.tsx";
import { useSampleTypes } from "../saved-preview.tsx";
import { Schedule } from "../schedule.tsx";
import type { ShownProfile } from "../types.ts";
import { usedByWords } from "../words.ts";
import { FIELDS, ProfileFields } from "./fields.tsx";
import { useDraftPreview } from "./use-draft-preview.ts";
import { errorIn, useEditing, type View } from "./use-editing.ts";

type EditorProps = { profile: ShownProfile; onSaved(saved: ShownProfile): void; onCancel(): void };

/** Changes a profile, with what it would send beside it. */
export function ProfileEditor({ profile: shown, onSaved, onCancel }: EditorProps) {
  const editing = useEditing(shown, (saved) => {
    toast({ kind: "ok", text: t("profiles.saved", { title: saved.title }) });
    onSaved(saved);
  });
  const { view, draft, save, profile } = editing;
  const types = useSampleTypes();
  const [type, setType] = useState("");
  const example = types.find(({ name }) => name === type)?.example;
  const { preview, problem, faults } = useDraftPreview(profile, type === "" ? null : { type, example });
  const saveFaults = save.problem?.errors ?? [];
  const errorAt = (pointer: string) => errorIn(pointer, saveFaults, faults);
  const isUsed = shown.used_by.webhooks + shown.used_by.tenants > 0;
  return (
    <Form action={save} fields={view === "form" ? FIELDS : []} class="profile-editor">
      <div class="editor-bar">
        <Views view={view} onChange={editing.show} />
        <span class="actions">
          <Button onClick={onCancel}>{t("action.cancel")}</Button>
          <Button type="submit" primary isPending={save.isPending} disabled={!editing.isReady}>
            {t("action.save")}
          </Button>
        </span>
      </div>
      {isUsed && <Notice kind="info">{t("profiles.used_now", { users: usedByWords(shown) })}</Notice>}
      {editing.isStuck && <Notice kind="warn">{t("profiles.json.stuck")}</Notice>}
      <div class="editor-columns">
        {view === "form" ? (
          <div>
            <ProfileFields draft={draft} set={editing.set} errorAt={errorAt} />
          </div>
        ) : (
          <JsonView
            text={editing.text}
            onChange={editing.setText}
            faults={saveFaults.length > 0 ? saveFaults : faults}
            isJson={profile !== null}
          />
        )}
        <div class="editor-aside">
          <RequestPreview
            preview={preview}
            action={<SampleType types={types.map(({ name }) => name)} value={type} onChange={setType} />}
            problem={problem && <Notice kind="warn">{t("profiles.preview.stale")}</Notice>}
          />
          {view === "form" && <Schedule profile={draft} />}
        </div>
      </div>
    </Form>
  );
}

function Views({ view, onChange }: { view: View; onChange(view: View): void }) {
  return (
    <RadioGroup
      label={t("profiles.view")}
      value={view}
      inline
      onChange={(next) => onChange(next === "json" ? "json" : "form")}
      options={[
        { value: "form", label: t("profiles.view.form") },
        { value: "json", label: "JSON" },
      ]}
    />
  );
}

type JsonViewProps = {
  text: string;
  onChange(text: string): void;
  faults: { pointer: string; detail: string }[];
  isJson: boolean;
};

function JsonView({ text, onChange, faults, isJson }: JsonViewProps) {
  const told = faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; ");
  const error = isJson ? told || undefined : t("profiles.json.not");
  return (
    <div class="json-view">
      <Field label={t("profiles.json")} hint={t("profiles.json.hint")} error={error}>
        <JsonEditor label={t("profiles.json")} value={text} onChange={onChange} faults={faults} />
      </Field>
    </div>
  );
}
