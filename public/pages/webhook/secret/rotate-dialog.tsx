import { useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Field } from "../../../components/field.tsx";
import { Form } from "../../../components/form.tsx";
import { Select } from "../../../components/select.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { formatAbout } from "../../../format/duration.ts";
import { t } from "../../../texts/index.ts";
import type { Profile, RotatedSecret, Webhook } from "../types.ts";
import { signsWithEvery } from "./signs-with-every.ts";

type RotateDialogProps = {
  webhook: Webhook;
  profile: Profile;
  isOpen: boolean;
  onClose(): void;
  onRotated(rotated: RotatedSecret): void;
};

const HOUR = 3600;
const GRACES = [0, HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR];

/** Asks for how long the old secret goes on signing, and for the new one where consumers bring their own. */
export function RotateDialog({ webhook, profile, isOpen, onClose, onRotated }: RotateDialogProps) {
  const [grace, setGrace] = useState(String(24 * HOUR));
  const [secret, setSecret] = useState("");
  const isProvided = profile.secret.source === "provided";
  const hasGrace = signsWithEvery(profile);
  const rotate = useAction(
    () =>
      api.webhooks({ id: webhook.id }).secret.rotate.post({
        ...(hasGrace && { grace_seconds: Number(grace) }),
        ...(isProvided && { secret }),
      }),
    (rotated) => {
      onRotated(rotated);
      setSecret("");
      onClose();
    },
  );
  return (
    <Dialog title={t("webhook.rotate.confirm_title")} isOpen={isOpen} onClose={onClose}>
      <Form action={rotate} fields={["/secret", "/grace_seconds"]}>
        <p>{t(hasGrace ? "webhook.rotate.confirm_text" : "webhook.rotate.confirm_at_once")}</p>
        {isProvided && (
          <Field label={t("webhook.rotate.new")} error={rotate.errorAt("/secret")} required>
            <TextInput code maxLength={512} value={secret} onChange={setSecret} />
          </Field>
        )}
        {hasGrace && (
          <Field
            label={t("webhook.rotate.grace")}
            hint={t("webhook.rotate.grace_hint")}
            error={rotate.errorAt("/grace_seconds")}
          >
            <Select value={grace} options={GRACES.map(graceOption)} onChange={setGrace} />
          </Field>
        )}
        <div class="dialog-actions">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="submit" danger isPending={rotate.isPending} disabled={isProvided && secret === ""}>
            {t("webhook.rotate.do")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

const graceOption = (seconds: number) => ({
  value: String(seconds),
  label: seconds === 0 ? t("webhook.rotate.no_grace") : formatAbout(seconds * 1000),
});
