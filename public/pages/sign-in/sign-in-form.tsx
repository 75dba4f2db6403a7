import { useState } from "preact/hooks";
import type { Problem } from "../../api/problem.ts";
import { signIn } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PasswordInput, TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import { useEntry } from "./use-entry.ts";

/** Address and password. A wrong pair is told as such, and the address stays. */
export function SignInForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const entry = useEntry(() => signIn(email, password));
  const isWrong = entry.problem?.status === 401;
  return (
    <Form action={{ ...entry, problem: isWrong ? null : entry.problem }} fields={["/email", "/password"]}>
      <Wrong problem={isWrong ? entry.problem : null} />
      <Field label={t("sign_in.email")} error={entry.errorAt("/email")} required>
        <TextInput type="email" autocomplete="username" value={email} onChange={setEmail} autofocus />
      </Field>
      <Field label={t("sign_in.password")} error={entry.errorAt("/password")} required>
        <PasswordInput value={password} onChange={setPassword} />
      </Field>
      <Button type="submit" primary isPending={entry.isPending}>
        {t("sign_in.submit")}
      </Button>
    </Form>
  );
}

function Wrong({ problem }: { problem: Problem | null }) {
  return (
    <div role="alert">
      {problem && (
        <Notice kind="bad" title={`${t("sign_in.wrong")}.`}>
          {t("sign_in.wrong.do")}
        </Notice>
      )}
    </div>
  );
}
