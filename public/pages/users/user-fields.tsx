import { type Role, roles } from "../../../src/http/roles.ts";
import { Field } from "../../components/field.tsx";
import { RadioGroup } from "../../components/radio-group.tsx";
import { PasswordInput, TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";

export type UserInput = { name: string; email: string; role: Role; password: string };

export const FIELDS = ["/name", "/email", "/password"];

type UserFieldsProps = {
  value: UserInput;
  onChange(value: UserInput): void;
  errorAt(pointer: string): string | undefined;
  /** What to know before one types a password. */
  passwordHint: string;
  isNew: boolean;
};

export function UserFields({ value, onChange, errorAt, passwordHint, isNew }: UserFieldsProps) {
  const set = (name: "name" | "email" | "password") => (text: string) => onChange({ ...value, [name]: text });
  const options = roles.map((role) => ({
    value: role,
    label: t(`role.${role}`),
    hint: t(`users.role.${role}`),
  }));
  return (
    <>
      <Field label={t("users.name")} error={errorAt("/name")} required>
        <TextInput value={value.name} onChange={set("name")} autofocus />
      </Field>
      <Field label={t("sign_in.email")} error={errorAt("/email")} required>
        <TextInput type="email" value={value.email} onChange={set("email")} />
      </Field>
      <RadioGroup
        label={t("users.role")}
        value={value.role}
        options={options}
        onChange={(role) => onChange({ ...value, role: role as Role })}
      />
      <Field
        label={t(isNew ? "users.password.first" : "users.password.new")}
        hint={passwordHint}
        error={errorAt("/password")}
        required={isNew}
      >
        <PasswordInput isNew value={value.password} onChange={set("password")} />
      </Field>
    </>
  );
}
