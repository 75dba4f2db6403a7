import { useState } from "preact/hooks";
import { navigate } from "../../app/location.ts";
import { setUp } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PasswordInput, TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import { useEntry } from "./use-entry.ts";

const EMPTY = { email: "", name: "", password: "" };
const FIELDS = ["/email", "/name", "/password"];

/** The first operator's account, for whoever holds the link from the log. */
export function SetupForm({ token }: { token: string }) {
  const [input, setInput] = useState(EMPTY);
  const change = (name: keyof typeof EMPTY) => (value: string) => setInput({ ...input, [name]: value });
  const entry = useEntry(async () => {
    const problem = await setUp({ token, ...input });
    if (problem === null) navigate("/", { replace: true });
    return problem;
  });
  if (token === "") return <Notice kind="warn">{t("setup.no_token")}</Notice>;
  if (entry.problem?.status === 401 || entry.problem?.status === 404)
    return (
      <Notice kind="bad" title={`${t("setup.spent")}.`}>
        {t("setup.spent.do")}
      </Notice>
    );
  return (
    <Form action={entry} fields={FIELDS}>
      <Field label={t("setup.name")} error={entry.errorAt("/name")} required>
        <TextInput autocomplete="name" value={input.name} onChange={change("name")} autofocus />
      </Field>
      <Field label={t("sign_in.email")} error={entry.errorAt("/email")} required>
        <TextInput type="email" autocomplete="username" value={input.email} onChange={change("email")} />
      </Field>
      <Field
        label={t("sign_in.password")}
        hint={t("setup.password.hint")}
        error={entry.errorAt("/password")}
        required
      >
        <PasswordInput isNew value={input.password} onChange={change("password")} />
      </Field>
      <Button type="submit" primary isPending={entry.isPending}>
        {t("setup.submit")}
      </Button>
    </Form>
  );
}
