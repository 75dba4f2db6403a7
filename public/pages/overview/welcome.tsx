import { ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";

/** For an instance that has no webhooks yet: how to begin. */
export function Welcome() {
  const action = (
    <>
      <ButtonLink to="/webhooks/new" primary>
        {t("overview.welcome.webhook")}
      </ButtonLink>
      <ButtonLink to="/events/new">{t("overview.welcome.event")}</ButtonLink>
    </>
  );
  return (
    <div class="section">
      <Panel>
        <EmptyState title={t("overview.welcome.title")} action={action}>
          {t("overview.welcome.text")}
        </EmptyState>
      </Panel>
    </div>
  );
}
