import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import type { User } from "../../api/session.ts";
import { session } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";

/** The own name and address. Owners alone may change accounts, so it is for them. */
export function OwnName({ user }: { user: User }) {
  const [name, setName] = useState(user.name);
  const [email, setEmail] = useState(user.email);
  const isChanged = name.trim() !== user.name || email.trim() !== user.email;
  const save = useAction(
    () => api.users({ id: user.id }).patch({ name: name.trim(), email: email.trim() }),
    (saved) => {
      session.value = { state: "user", user: { ...user, name: saved.name, email: saved.email } };
      toast({ kind: "ok", text: t("account.saved") });
    },
  );
  return (
    <Form action={save} fields={["/name", "/email"]} class="form narrow">
      <Field label={t("users.name")} error={save.errorAt("/name")}>
        <TextInput autocomplete="name" value={name} onChange={setName} />
      </Field>
      <Field label={t("sign_in.email")} hint={t("account.email.hint")} error={save.errorAt("/email")}>
        <TextInput type="email" autocomplete="username" value={email} onChange={setEmail} />
      </Field>
      <div class="actions">
        <Button type="submit" primary disabled={!isChanged} isPending={save.isPending}>
          {t("action.save")}
        </Button>
      </div>
    </Form>
  );
}
