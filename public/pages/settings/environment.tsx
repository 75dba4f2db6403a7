import type { Column } from "../../components/column.ts";
import { Lock } from "../../components/icons.ts";
import { Panel, Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { t } from "../../texts/index.ts";
import { Source } from "./source.tsx";
import type { Setting } from "./types.ts";

/** What is made by the environment before Posthorn starts, so that it is read here and changed there. */
export function Environment({ settings }: { settings: readonly Setting[] }) {
  return (
    <Section title={t("settings.group.environment")}>
      <p class="dim section-text">{t("settings.environment.text")}</p>
      <Panel>
        <Table
          label={t("settings.group.environment")}
          rows={settings}
          rowKey={({ name }) => name}
          columns={columns()}
        />
      </Panel>
    </Section>
  );
}

const columns = (): Column<Setting>[] => [
  {
    id: "variable",
    header: t("settings.column.variable"),
    grow: true,
    cell: ({ name }) => (
      <span class="locked">
        <Lock size={12} aria-hidden="true" /> <code dir="ltr">{name}</code>
      </span>
    ),
    second: ({ meaning }) => (
      <span class="wrapped" lang="en" dir="ltr">
        {meaning}
      </span>
    ),
  },
  {
    id: "value",
    header: t("settings.column.value"),
    narrow: "line",
    cell: ({ value }) => (
      <code class="setting-value" dir="ltr">
        {shown(value)}
      </code>
    ),
  },
  {
    id: "source",
    header: t("settings.column.source"),
    narrow: "line",
    cell: (setting) => <Source setting={{ ...setting, variable: null }} />,
  },
];

const shown = (value: unknown) => (value === null || value === "" ? "–" : String(value));
