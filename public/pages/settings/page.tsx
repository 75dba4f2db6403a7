import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Page } from "../../app/page.tsx";
import { isOwner, mayChange } from "../../app/session.ts";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { t } from "../../texts/index.ts";
import { Environment } from "./environment.tsx";
import { groups, isName, type Name } from "./kinds.ts";
import { MailTest } from "./mail-test.tsx";
import { SettingRow } from "./setting-row.tsx";
import type { Setting } from "./types.ts";

/** Every setting with its value and where that comes from. */
export default function SettingsPage() {
  const settings = useResource(() => api.settings.get(), []);
  const rows = settings.data?.data;
  const replace = (changed: Setting) =>
    rows &&
    settings.set({ data: rows.map((one) => (one.name === changed.name ? changed : one)), next_cursor: null });
  return (
    <Page title={t("settings.title")} sub={t("settings.sub")}>
      <ProblemNotice problem={settings.problem} onRetry={settings.reload} />
      {!isOwner.value && <Notice kind="info">{t("settings.owners_only")}</Notice>}
      {settings.isLoading && <Waiting />}
      {rows && <Groups rows={rows} onChanged={replace} />}
      {rows && <Environment settings={rows.filter(({ name }) => !isName(name))} />}
    </Page>
  );
}

function Groups({ rows, onChanged }: { rows: readonly Setting[]; onChanged(setting: Setting): void }) {
  const found = (name: Name) => rows.filter((setting) => setting.name === name);
  return (
    <>
      {groups.map(({ title, settings }) => (
        <Section key={title} title={t(title)}>
          <Panel>
            {settings.flatMap(found).map((setting) => (
              <SettingRow key={setting.name} name={setting.name as Name} {...{ setting, onChanged }} />
            ))}
            {title === "settings.group.notifications" && mayChange.value && <MailTest />}
          </Panel>
        </Section>
      ))}
    </>
  );
}

const Waiting = () => (
  <Panel padded>
    <div class="page-skeleton">
      <Skeleton width="medium" />
      <Skeleton width="long" />
      <Skeleton width="long" />
    </div>
  </Panel>
);
