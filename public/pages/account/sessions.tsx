import { useState } from "preact/hooks";
import { api, type RowOf } from "../../api/client.ts";
import type { Problem } from "../../api/problem.ts";
import { useResource } from "../../api/resource.ts";
import { signOutEverywhere } from "../../app/session.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import type { Column } from "../../components/column.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Check } from "../../components/icons.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Code, Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";
import { browserOf } from "./browser-of.ts";

type Session = RowOf<typeof api.sessions.get>;

/** Where the reader is signed in, and the way out of all of it. */
export function Sessions() {
  const sessions = useResource(() => api.sessions.get(), []);
  const [isAsked, ask] = useState(false);
  const rows = sessions.data?.data ?? [];
  const end = (
    <Button danger onClick={() => ask(true)}>
      {t("account.sessions.end")}
    </Button>
  );
  return (
    <Section title={t("account.sessions")} action={end}>
      <Panel>
        <ProblemNotice problem={sessions.problem} onRetry={sessions.reload} />
        <Table
          label={t("account.sessions")}
          rows={rows}
          rowKey={({ id }) => id}
          columns={columns()}
          isLoading={sessions.isLoading}
        />
      </Panel>
      <EndAll count={rows.length} isOpen={isAsked} onClose={() => ask(false)} />
    </Section>
  );
}

const columns = (): Column<Session>[] => [
  {
    id: "where",
    header: t("account.column.where"),
    grow: true,
    cell: ({ user_agent: agent }) => <bdi title={agent}>{browserOf(agent) ?? agent}</bdi>,
    second: ({ address }) => (address === null ? "–" : <Code>{address}</Code>),
  },
  {
    id: "current",
    header: t("account.column.current"),
    isHeaderHidden: true,
    cell: ({ current }) => current && <Badge kind="ok" icon={Check} text={t("account.this_one")} />,
  },
  {
    id: "begun",
    header: t("account.column.begun"),
    tone: "dim",
    narrow: "labelled",
    cell: ({ created }) => <Time at={created} />,
  },
  {
    id: "seen",
    header: t("account.column.seen"),
    align: "end",
    tone: "faint",
    narrow: "labelled",
    cell: ({ last_seen: at }) => <Time at={at} />,
  },
];

function EndAll({ count, isOpen, onClose }: { count: number; isOpen: boolean; onClose(): void }) {
  const [state, setState] = useState<{ isPending: boolean; problem: Problem | null }>({
    isPending: false,
    problem: null,
  });
  async function run(): Promise<boolean> {
    setState({ isPending: true, problem: null });
    const problem = await signOutEverywhere();
    setState({ isPending: false, problem });
    return problem === null;
  }
  return (
    <ConfirmDialog
      title={t("account.sessions.end.title")}
      confirm={t("account.sessions.end")}
      action={{ ...state, run }}
      {...{ isOpen, onClose }}
    >
      <p>{t("account.sessions.end.text", { count })}</p>
    </ConfirmDialog>
  );
}
