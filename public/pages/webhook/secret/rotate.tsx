import { useState } from "preact/hooks";
import { Button } from "../../../components/button.tsx";
import { Panel, Section } from "../../../components/section.tsx";
import { Time } from "../../../components/values.tsx";
import { formatDuration } from "../../../format/duration.ts";
import { now } from "../../../format/time.ts";
import { t } from "../../../texts/index.ts";
import type { Profile, RotatedSecret, Webhook } from "../types.ts";
import { RotateDialog } from "./rotate-dialog.tsx";
import { SecretValue } from "./secret-value.tsx";
import { signsWithEvery } from "./signs-with-every.ts";

/** A new secret, with the old one signing beside it for a while where the profile's signatures can. */
export function Rotate({
  webhook,
  profile,
  onRotated,
}: {
  webhook: Webhook;
  profile: Profile;
  onRotated(): void;
}) {
  const [isOpen, open] = useState(false);
  const [rotated, show] = useState<RotatedSecret | null>(null);
  const take = (made: RotatedSecret) => {
    show(made);
    onRotated();
  };
  return (
    <Section title={t("webhook.rotate.title")}>
      <Panel padded>
        {rotated && <New rotated={rotated} />}
        <div class="try-line">
          <p class="dim">
            {t(signsWithEvery(profile) ? "webhook.rotate.text" : "webhook.rotate.text_at_once")}
          </p>
          <Button onClick={() => open(true)}>{t("webhook.rotate.open")}</Button>
        </div>
      </Panel>
      <RotateDialog {...{ webhook, profile, isOpen }} onClose={() => open(false)} onRotated={take} />
    </Section>
  );
}

function New({
  rotated: { secret, public_key: publicKey, previous_signs_until: until },
}: {
  rotated: RotatedSecret;
}) {
  const left = until === null ? 0 : Date.parse(until) - now.value;
  return (
    <div role="status">
      <p>
        <strong>{t("webhook.rotate.done")}</strong>{" "}
        {until !== null && left > 0 ? (
          <Time at={until} text={t("webhook.rotate.left", { span: formatDuration(left) })} />
        ) : (
          t("webhook.rotate.ended")
        )}
      </p>
      <SecretValue key={secret} {...{ secret, publicKey }} isShown />
    </div>
  );
}
