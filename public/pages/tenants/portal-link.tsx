import { Button } from "../../components/button.tsx";
import { ExternalLink } from "../../components/icons.ts";
import { Notice } from "../../components/notice.tsx";
import { SecretText } from "../../components/secret-text.tsx";
import { Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";

/** The link, which is nowhere to be seen again. */
export function PortalLink({ link, onClose }: { link: { url: string; expires: string }; onClose(): void }) {
  return (
    <>
      <Notice kind="warn" title={t("tenants.portal.once")}>
        {t("tenants.portal.ends")} <Time at={link.expires} />.
      </Notice>
      <SecretText label={t("tenants.portal.link")} text={link.url} copy={t("tenants.portal.copy")} />
      <div class="form-end">
        <Button onClick={onClose}>{t("action.close")}</Button>
        <a class="btn primary" href={link.url} target="_blank" rel="noopener noreferrer">
          <ExternalLink size={14} aria-hidden="true" />
          {t("tenants.portal.follow")}
        </a>
      </div>
    </>
  );
}
