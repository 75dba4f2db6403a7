import { Button } from "../../components/button.tsx";
import { Download } from "../../components/icons.ts";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { formatBytes } from "../../format/number.ts";
import { t } from "../../texts/index.ts";
import type { SystemState } from "./figures.tsx";
import { type BackupState, useBackup } from "./use-backup.ts";

/** Downloads a copy of the database, with how far that has come. */
export function Backup({ database }: { database: SystemState["database"] | undefined }) {
  const backup = useBackup();
  const isOnServer = database !== undefined && database.kind !== "file";
  return (
    <Section title={t("system.backup")}>
      <Panel padded>
        <div class="form narrow">
          <p>{t("system.backup.text")}</p>
          {isOnServer && <Notice kind="info">{t("system.backup.server")}</Notice>}
          <ProblemNotice problem={backup.problem} />
          <Progress state={backup.state} />
          <div class="actions">
            {backup.state.phase === "loading" ? (
              <Button onClick={backup.stop}>{t("system.backup.stop")}</Button>
            ) : (
              <Button primary icon={Download} disabled={isOnServer} onClick={() => void backup.start()}>
                {database && !isOnServer
                  ? t("system.backup.download_size", { size: formatBytes(database.bytes) })
                  : t("system.backup.download")}
              </Button>
            )}
          </div>
        </div>
      </Panel>
    </Section>
  );
}

function Progress({ state }: { state: BackupState }) {
  return (
    <div role="status">
      {state.phase === "done" && (
        <p>{t("system.backup.done", { name: state.name, size: formatBytes(state.bytes) })}</p>
      )}
      {state.phase === "loading" && (
        <div class="job-bar">
          <progress
            aria-label={t("system.backup.progress")}
            {...(state.total > 0 && { max: state.total, value: state.bytes })}
          />
          <span class="num">
            {state.total === 0
              ? t("system.backup.preparing")
              : t("system.backup.of", { done: formatBytes(state.bytes), total: formatBytes(state.total) })}
          </span>
        </div>
      )}
    </div>
  );
}
