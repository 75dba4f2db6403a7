import { useState } from "preact/hooks";
import type { api, DataOf } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Panel, Section } from "../../../components/section.tsx";
import { Time } from "../../../components/values.tsx";
import { formatDuration } from "../../../format/duration.ts";
import { now } from "../../../format/time.ts";
import { t } from "../../../texts/index.ts";
import type { Profile, Webhook } from "../types.ts";
import { RotateDialog } from "./rotate-dialog.tsx";
import { SecretValue } from "./secret-value.tsx";

export type Rotated = DataOf<ReturnType<typeof api.webhooks>["secret"]["rotate"]["post"]>;

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
  const [rotated, show] = useState<Rotated | null>(null);
  const take = (made: Rotated) => {
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
  rotated: Rotated;
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

/** Whether signatures of several secrets go out together; the others use the newest alone. Source: profiles.md "Signature schemes". */
export const signsWithEvery = ({ signatures }: Pick<Profile, "signatures">): boolean =>
  signatures.some(({ scheme }) => SEVERAL.has(scheme));

const SEVERAL = new Set(["standard", "standard-ed25519", "stripe"]);
