import { useState } from "preact/hooks";
import { Notice } from "../../../components/notice.tsx";
import { Panel, Section } from "../../../components/section.tsx";
import { t } from "../../../texts/index.ts";
import type { Part } from "../part.ts";
import { VerificationLink } from "../verification-link.tsx";
import { Current } from "./current.tsx";
import { Rotate } from "./rotate.tsx";

/** What the receiver checks signatures with, and how it gets a new one. What was shown before a rotation is shown no longer. */
export function SecretTab({ webhook, profile }: Part) {
  const [rotations, count] = useState(0);
  return (
    <div class="narrow">
      <Section title={t("webhook.secret.title")} action={<VerificationLink webhook={webhook} />}>
        <Panel padded>
          {profile?.secret.reveal === "once" ? (
            <Notice kind="info" title={t("webhook.secret.once")}>
              {t("webhook.secret.once_text")}
            </Notice>
          ) : (
            <Current key={`${webhook.id} ${rotations}`} id={webhook.id} />
          )}
        </Panel>
      </Section>
      {profile && <Rotate {...{ webhook, profile }} onRotated={() => count(rotations + 1)} />}
    </div>
  );
}
