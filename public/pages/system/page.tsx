import { api, at } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Page } from "../../app/page.tsx";
import { isOwner } from "../../app/session.ts";
import { Link } from "../../components/link.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { Backup } from "./backup.tsx";
import { Figures } from "./figures.tsx";
import { Jobs } from "./jobs.tsx";
import { State } from "./state.tsx";

const EVERY_MS = 15_000;

/** How this instance is doing, what it holds, and what it has in hand. */
export default function System() {
  const system = useResource(() => api.system.get(), [], { everyMs: EVERY_MS });
  return (
    <Page title={t("system.title")} sub={t("system.sub")}>
      <ProblemNotice problem={system.problem} onRetry={system.reload} />
      <Figures system={system.data} />
      <Section title={t("system.state")}>
        <Panel>
          <State system={system.data} />
        </Panel>
      </Section>
      <Jobs />
      {isOwner.value && <Backup database={system.data?.database} />}
      <Section title={t("system.more")}>
        <ul class="link-list">
          <li>
            <Link to="/documentation">{t("system.documentation")}</Link>
          </li>
          <li>
            <a href={at("api/v1/openapi.json")} target="_blank" rel="noopener noreferrer">
              {t("system.openapi")}
            </a>
          </li>
        </ul>
      </Section>
    </Page>
  );
}
