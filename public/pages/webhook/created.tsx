import { Page } from "../../app/page.tsx";
import { HealthBadge } from "../../components/badge.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { UrlText } from "../../components/url-text.tsx";
import { t } from "../../texts/index.ts";
import { SecretValue } from "./secret/secret-value.tsx";
import type { CreatedWebhook } from "./types.ts";
import { HandshakeLink, VerificationLink } from "./verification-link.tsx";

/** What comes after registering: the secret, while it can be seen, and what to do next. */
export function Created({ webhook }: { webhook: CreatedWebhook }) {
  const { id, url, status, health, verification, secret, public_key: publicKey } = webhook;
  const isUnverified = status === "unverified";
  return (
    <Page
      title={t("webhook.created.title")}
      sub={
        <span class="sub-line">
          <HealthBadge status={status} state={health.state} /> <UrlText url={url} />
        </span>
      }
      crumbs={[{ text: t("webhooks.title"), to: "/webhooks" }, { text: t("webhook.created.title") }]}
    >
      {isUnverified && (
        <Notice
          kind="warn"
          title={t("webhook.banner.unverified")}
          action={
            <div class="actions">
              <HandshakeLink webhook={webhook} />
              <ButtonLink to={`/webhooks/${id}`}>{t("webhook.created.open")}</ButtonLink>
            </div>
          }
        >
          <bdi>{verification.error}</bdi>
        </Notice>
      )}
      <div class="narrow">
        <Section title={t("webhook.created.secret")}>
          <Panel padded>
            {publicKey === null && <p class="dim">{t("webhook.created.secret_text")}</p>}
            <SecretValue {...{ secret, publicKey }} isShown />
          </Panel>
        </Section>
        <Section title={t("webhook.created.next")}>
          <div class="actions">
            {!isUnverified && (
              <ButtonLink to={`/webhooks/${id}/test`} primary>
                {t("webhook.created.test")}
              </ButtonLink>
            )}
            <VerificationLink webhook={webhook} />
            {!isUnverified && <ButtonLink to={`/webhooks/${id}`}>{t("webhook.created.open")}</ButtonLink>}
          </div>
        </Section>
      </div>
    </Page>
  );
}
