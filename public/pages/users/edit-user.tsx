import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { toast } from "../../components/toast.tsx";
import { t } from "../../texts/index.ts";
import { isSelf, type User } from "./columns.tsx";
import { FIELDS, UserFields, type UserInput } from "./user-fields.tsx";

type EditUserProps = { user: User | null; onClose(): void; onDone(): void };

export function EditUser({ user, onClose, onDone }: EditUserProps) {
  return (
    <Dialog
      title={t("users.edit.title", { email: user?.email ?? "" })}
      isOpen={user !== null}
      onClose={onClose}
    >
      {user && <EditForm {...{ user, onClose, onDone }} />}
    </Dialog>
  );
}

function EditForm({ user, onClose, onDone }: EditUserProps & { user: User }) {
  const { id, name, email, role } = user;
  const [input, setInput] = useState<UserInput>({ name, email, role, password: "" });
  const save = useAction(
    () => api.users({ id }).patch(changesOf(user, input)),
    () => {
      toast({ kind: "ok", text: t("users.saved", { email: input.email }) });
      onDone();
      onClose();
    },
  );
  const isEnding = input.role !== role || input.password !== "";
  return (
    <Form action={save} fields={FIELDS}>
      <UserFields
        value={input}
        onChange={setInput}
        errorAt={save.errorAt}
        passwordHint={t("users.password.keep_hint")}
        isNew={false}
      />
      {isEnding && <Notice kind="warn">{t(isSelf(id) ? "users.edit.ends_own" : "users.edit.ends")}</Notice>}
      <div class="form-end">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" primary isPending={save.isPending}>
          {t("action.save")}
        </Button>
      </div>
    </Form>
  );
}

/** Only what differs: a role or a password that is sent ends sessions. */
function changesOf(user: User, { name, email, role, password }: UserInput) {
  return {
    ...(name.trim() !== user.name && { name: name.trim() }),
    ...(email.trim() !== user.email && { email: email.trim() }),
    ...(role !== user.role && { role }),
    ...(password !== "" && { password }),
  };
}
