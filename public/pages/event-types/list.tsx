import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
import { getFile, saveFile } from "../../api/raw.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { Button, ButtonLink } from "../../components/button.tsx";
import { useFilters } from "../../components/filters.ts";
import { Download, Upload } from "../../components/icons.ts";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { useCatalogue } from "./catalogue.ts";
import { Catalogue } from "./catalogue-panel.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { PruneDialog } from "./prune-dialog.tsx";

/** What can happen: every type of event, declared or only seen. */
export default function EventTypes() {
  const filters = useFilters(["q", "status", "group", "by"]);
  const catalogue = useCatalogue();
  const [isImporting, importing] = useState(false);
  const [isPruning, pruning] = useState(false);
  const download = useAction(
    () => getFile("event-types/openapi.json"),
    (file) => saveFile(file, "event-types.openapi.json"),
  );
  const { data } = catalogue;
  const undeclared = data?.undeclared ?? 0;
  const isShown = filters.values.status === "undeclared";
  return (
    <Page
      title={t("event_types.title")}
      sub={t("event_types.sub")}
      actions={<Actions onImport={() => importing(true)} download={download} />}
    >
      <ProblemNotice problem={download.problem} onRetry={() => void download.run()} />
      {undeclared > 0 && !isShown && (
        <Notice
          kind="warn"
          title={t("event_types.undeclared", { count: undeclared })}
          action={
            <Button onClick={() => filters.set("status", "undeclared")}>
              {t("event_types.undeclared.show")}
            </Button>
          }
        >
          {t("event_types.undeclared.text")}
        </Notice>
      )}
      <Panel>
        <Catalogue
          {...{ catalogue, filters }}
          onImport={() => importing(true)}
          onPrune={() => pruning(true)}
        />
      </Panel>
      <ImportDialog isOpen={isImporting} onClose={() => importing(false)} onDone={catalogue.reload} />
      <PruneDialog isOpen={isPruning} onClose={() => pruning(false)} onDone={catalogue.reload} />
    </Page>
  );
}

type ActionsProps = { onImport(): void; download: { run(): Promise<boolean>; isPending: boolean } };

function Actions({ onImport, download }: ActionsProps) {
  return (
    <>
      <Button icon={Download} onClick={() => void download.run()} isPending={download.isPending}>
        {t("event_types.export")}
      </Button>
      {mayChange.value && (
        <>
          <Button icon={Upload} onClick={onImport}>
            {t("event_types.import")}
          </Button>
          <ButtonLink to="/event-types/~new" primary>
            {t("event_types.new")}
          </ButtonLink>
        </>
      )}
    </>
  );
}
