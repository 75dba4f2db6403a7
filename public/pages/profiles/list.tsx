import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { t } from "../../texts/index.ts";
import { columns } from "./columns.tsx";
import { CopyDialog } from "./copy-dialog.tsx";
import type { ShownProfile } from "./types.ts";

/** The contracts that webhooks can have: own ones, and those that come with Posthorn. */
export default function Profiles() {
  const profiles = useResource(() => api.profiles.get(), []);
  const [isCopying, copying] = useState(false);
  const rows = profiles.data?.data ?? [];
  const own = rows.filter(({ builtin }) => !builtin);
  const create = mayChange.value && (
    <Button primary onClick={() => copying(true)} disabled={rows.length === 0}>
      {t("profiles.new")}
    </Button>
  );
  return (
    <Page title={t("profiles.title")} sub={t("profiles.sub")} actions={create}>
      <ProblemNotice problem={profiles.problem} onRetry={profiles.reload} />
      <ProfileRows title={t("profiles.own")} rows={own} isLoading={profiles.isLoading} empty={<NoneOwn />} />
      <ProfileRows
        title={t("profiles.builtin")}
        rows={rows.filter(({ builtin }) => builtin)}
        isLoading={profiles.isLoading}
      />
      {rows.length > 0 && (
        <CopyDialog profiles={rows} from="standard" isOpen={isCopying} onClose={() => copying(false)} />
      )}
    </Page>
  );
}

type RowsProps = { title: string; rows: ShownProfile[]; isLoading: boolean; empty?: ComponentChildren };

function ProfileRows({ title, rows, isLoading, empty }: RowsProps) {
  return (
    <Section title={title}>
      <Panel>
        <Table
          label={title}
          rows={rows}
          rowKey={({ name }) => name}
          href={({ name }) => `/profiles/${name}`}
          columns={columns()}
          {...{ isLoading, empty }}
        />
      </Panel>
    </Section>
  );
}

const NoneOwn = () => <EmptyState title={t("profiles.own.none")}>{t("profiles.own.none_text")}</EmptyState>;
