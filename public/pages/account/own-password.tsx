import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { PasswordInput } from "../../components/text-input.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";

/** Changes the own password. `email` is for password managers, which want to know whose it is. */
export function OwnPassword({ email }: { email: string }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useAction(
    () => api.session.password.post({ current, new: next }),
    () => {
      setCurrent("");
      setNext("");
      toast({ kind: "ok", text: t("account.password.changed") });
    },
  );
  return (
    <Form action={change} fields={["/current", "/new"]} class="form narrow">
      <input
        class="sr-only"
        type="email"
        autocomplete="username"
        value={email}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <Field label={t("account.password.current")} error={change.errorAt("/current")}>
        <PasswordInput value={current} onChange={setCurrent} />
      </Field>
      <Field
        label={t("account.password.new")}
        hint={t("account.password.hint")}
        error={change.errorAt("/new")}
      >
        <PasswordInput isNew value={next} onChange={setNext} />
      </Field>
      <div class="actions">
        <Button type="submit" primary disabled={current === "" || next === ""} isPending={change.isPending}>
          {t("account.password.change")}
        </Button>
      </div>
    </Form>
  );
}
