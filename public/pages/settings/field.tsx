import type { ComponentChildren } from "preact";
import { Switch } from "../../components/checkbox.tsx";
import { Field } from "../../components/field.tsx";
import { ListEditor } from "../../components/list-editor.tsx";
import { TextArea, TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import { ColourField } from "./colour-field.tsx";
import type { Kind, Name } from "./kinds.ts";
import { LogoField } from "./logo-field.tsx";
import type { Draft } from "./value.ts";

export type SettingFieldProps = {
  name: Name;
  kind: Kind;
  draft: Draft;
  unit: string | null;
  isLocked: boolean;
  onChange(draft: Draft): void;
  errorAt(pointer: string): string | undefined;
};

type Props = SettingFieldProps & { label: string; hint: string; error: string | undefined };

/** The control that a setting's kind asks for. */
export function SettingField(props: SettingFieldProps) {
  const { name, kind, errorAt } = props;
  const Control = controls[kind];
  return (
    <Control
      {...props}
      label={t(`settings.${name}`)}
      hint={t(`settings.${name}.hint`)}
      error={errorAt("/value")}
    />
  );
}

const controls: Record<Kind, (props: Props) => ComponentChildren> = {
  text: (props) => <TextField {...props} />,
  number: (props) => <TextField {...props} />,
  area: ({ label, hint, error, draft, isLocked, onChange }) => (
    <Field {...{ label, hint, error }}>
      <TextArea rows={4} value={String(draft)} disabled={isLocked} onChange={onChange} />
    </Field>
  ),
  flag: ({ label, hint, draft, isLocked, onChange }) => (
    <Switch {...{ label, hint }} checked={draft === true} disabled={isLocked} onChange={onChange} />
  ),
  colour: (props) => <ColourField {...props} draft={String(props.draft)} />,
  logo: (props) => <LogoField {...props} draft={String(props.draft)} />,
  emails: (props) => <Lines {...props} type="email" />,
  origins: (props) => <Lines {...props} type="url" placeholder="https://shop.example.com" />,
};

function TextField({ kind, label, hint, error, draft, unit, isLocked, onChange }: Props) {
  const field = (
    <TextInput
      value={String(draft)}
      disabled={isLocked}
      onChange={onChange}
      {...(kind === "number" && { inputMode: "numeric" as const })}
    />
  );
  return (
    <Field {...{ label, hint, error }}>
      {unit === "days" ? (
        <span class="with-unit">
          {field} <span class="dim">{t("settings.unit.days")}</span>
        </span>
      ) : (
        field
      )}
    </Field>
  );
}

type LinesProps = Props & { type: "email" | "url"; placeholder?: string };

function Lines({ label, hint, draft, isLocked, onChange, errorAt, type, placeholder }: LinesProps) {
  const lines = Array.isArray(draft) ? draft : [];
  return (
    <fieldset class="group">
      <legend>{label}</legend>
      <p class="field-hint">{hint}</p>
      <ListEditor
        {...{ type, onChange }}
        {...(placeholder !== undefined && { placeholder })}
        label={(position) => t(type === "email" ? "settings.email" : "settings.origin", { position })}
        add={t(type === "email" ? "settings.email.add" : "settings.origin.add")}
        remove={(entry) => t("settings.entry.remove", { entry })}
        value={lines}
        disabled={isLocked}
        errorAt={(index) => errorAt(`/value/${index}`)}
      />
    </fieldset>
  );
}
