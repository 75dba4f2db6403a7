import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { navigate } from "../../app/location.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Select } from "../../components/select.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";
import type { ShownProfile } from "./types.ts";

type CopyDialogProps = {
  /** Those that can be copied; with one there is nothing to choose. */
  profiles: readonly ShownProfile[];
  /** The name of the one that is chosen first. */
  from: string;
  isOpen: boolean;
  onClose(): void;
};

/** Makes a profile of one's own from another, and leads to where it can be changed. */
export function CopyDialog({ profiles, from: first, isOpen, onClose }: CopyDialogProps) {
  const [from, setFrom] = useState(first);
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const named = title.trim() === "" ? {} : { title: title.trim() };
  const copy = useAction(
    () => api.profiles({ name: from }).copy.post({ name: name.trim(), ...named }),
    (made) => navigate(`/profiles/${made.name}?tab=edit`),
  );
  return (
    <Dialog
      title={t(profiles.length > 1 ? "profiles.new" : "profiles.copy.title")}
      isOpen={isOpen}
      onClose={onClose}
    >
      <Form action={copy} fields={["/name", "/title"]}>
        {profiles.length > 1 && (
          <Field
            label={t("profiles.copy.from")}
            hint={profiles.find((one) => one.name === from)?.description}
          >
            <Select
              value={from}
              onChange={setFrom}
              options={profiles.map((one) => ({ value: one.name, label: one.title }))}
            />
          </Field>
        )}
        <Field
          label={t("profiles.name")}
          hint={t("profiles.name.hint")}
          error={copy.errorAt("/name")}
          required
        >
          <TextInput code value={name} onChange={setName} maxLength={64} />
        </Field>
        <Field
          label={t("profiles.field.title")}
          hint={t("profiles.title.hint")}
          error={copy.errorAt("/title")}
        >
          <TextInput value={title} onChange={setTitle} maxLength={100} />
        </Field>
        <div class="form-actions">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="submit" primary isPending={copy.isPending} disabled={name.trim() === ""}>
            {t("profiles.copy.do")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
