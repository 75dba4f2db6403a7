import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Form } from "../../components/form.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { FIELDS, UserFields, type UserInput } from "./user-fields.tsx";

const EMPTY: UserInput = { name: "", email: "", role: "operator", password: "" };

/** Makes a user, with the password that they sign in with first. */
export function AddUser({ isOpen, onClose, onDone }: { isOpen: boolean; onClose(): void; onDone(): void }) {
  const [input, setInput] = useState(EMPTY);
  const add = useAction(
    () => api.users.post({ ...input, name: input.name.trim(), email: input.email.trim() }),
    ({ email }) => {
      toast({ kind: "ok", text: t("users.added", { email }) });
      setInput(EMPTY);
      onDone();
      onClose();
    },
  );
  return (
    <Dialog title={t("users.add")} {...{ isOpen, onClose }}>
      <Form action={add} fields={FIELDS}>
        <UserFields
          value={input}
          onChange={setInput}
          errorAt={add.errorAt}
          passwordHint={t("users.password.first_hint")}
          isNew
        />
        <div class="form-end">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="submit" primary isPending={add.isPending}>
            {t("users.add")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
