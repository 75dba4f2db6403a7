import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Switch } from "../../components/checkbox.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { ListEditor } from "../../components/list-editor.tsx";
import { Panel } from "../../components/section.tsx";
import { TextArea, TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import type { EventType } from "./catalogue.ts";
import { type Draft, declarationOf, read } from "./draft.ts";
import { JsonFields } from "./json-fields.tsx";

type FormProps = {
  initial: Draft;
  isNew?: boolean;
  onSaved(saved: EventType): void;
  onCancel(): void;
};

/** The places that fields show the faults of; a name stands in the path. */
const FIELDS = ["/path/name", "/description", "/group", "/schema", "/example", "/deprecated", "/tenants"];

/** Declares a type of event, or changes what is declared of it. */
export function EventTypeForm({ initial, isNew = false, onSaved, onCancel }: FormProps) {
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const set = (change: Partial<Draft>) => setDraft((last) => ({ ...last, ...change }));
  const save = useAction(
    () => api["event-types"]({ name: draft.name.trim() }).put(declarationOf(draft)),
    onSaved,
  );
  const isWhole = draft.name.trim() !== "" && read(draft.schema).isJson && read(draft.example).isJson;
  const run = async () => {
    setTried(true);
    return isWhole && (await save.run());
  };
  const nameError =
    isTried && draft.name.trim() === "" ? t("event_types.name.needed") : save.errorAt("/path/name");
  return (
    <Form action={{ run, problem: save.problem }} fields={FIELDS}>
      <Panel padded>
        <div class="form">
          {isNew && (
            <Field
              label={t("event_types.column.name")}
              hint={t("event_types.name.hint")}
              error={nameError}
              required
            >
              <TextInput code value={draft.name} onChange={(name) => set({ name })} maxLength={128} />
            </Field>
          )}
          <Field
            label={t("event_types.description")}
            hint={t("event_types.description.hint")}
            error={save.errorAt("/description")}
          >
            <TextArea
              value={draft.description}
              onChange={(description) => set({ description })}
              rows={3}
              maxLength={2000}
            />
          </Field>
          <Field
            label={t("event_types.group")}
            hint={t("event_types.group.hint")}
            error={save.errorAt("/group")}
          >
            <TextInput value={draft.group} onChange={(group) => set({ group })} maxLength={128} />
          </Field>
          <JsonFields {...{ draft, set, isTried }} problem={save.problem} />
          <Switch
            label={t("event_types.deprecated")}
            hint={t("event_types.deprecated.hint")}
            checked={draft.deprecated}
            onChange={(deprecated) => set({ deprecated })}
          />
          <fieldset class="group">
            <legend>{t("event_types.tenants")}</legend>
            <p class="field-hint">{t("event_types.tenants.hint")}</p>
            <ListEditor
              label={(position) => t("event_types.tenants.one", { position })}
              add={t("event_types.tenants.add")}
              remove={(entry) => t("event_types.tenants.remove", { entry })}
              value={draft.tenants}
              onChange={(tenants) => set({ tenants })}
              errorAt={(index) => save.errorAt(`/tenants/${index}`)}
            />
          </fieldset>
        </div>
      </Panel>
      <div class="actions">
        <Button type="submit" primary isPending={save.isPending}>
          {t("action.save")}
        </Button>
        <Button onClick={onCancel}>{t("action.cancel")}</Button>
      </div>
    </Form>
  );
}
