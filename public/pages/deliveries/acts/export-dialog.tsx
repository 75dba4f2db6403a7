import { useState } from "preact/hooks";
import { api, at } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { boundTenant } from "../../../app/session.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Download } from "../../../components/icons.ts";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { RadioGroup } from "../../../components/radio-group.tsx";
import { t } from "../../../texts/index.ts";
import { Chosen } from "./chosen.tsx";
import { meant, type Target } from "./target.ts";

const formats = ["csv", "ndjson"] as const;
type Format = (typeof formats)[number];

/** Counts what would be in the file, which the browser then fetches by itself. */
export function ExportDialog({ target, onClose }: { target: Target; onClose(): void }) {
  const [about] = useState(() => meant("export", target));
  const [format, setFormat] = useState<Format>("csv");
  const { ids, query } = about;
  const counted = useResource(() => api.deliveries.count.get({ query }), [], { isOff: ids !== undefined });
  const count = ids?.length ?? counted.data?.count ?? null;
  const actions = (
    <>
      <Button onClick={onClose}>{t("action.cancel")}</Button>
      {count !== null && count > 0 && (
        <a class="btn primary" href={fileOf(about, format)} download onClick={() => setTimeout(onClose)}>
          <Download size={14} aria-hidden="true" />
          {t("deliveries.export.do", { count })}
        </a>
      )}
    </>
  );
  return (
    <Dialog title={t("deliveries.export.title")} isOpen onClose={onClose} actions={actions}>
      <ProblemNotice problem={counted.problem} onRetry={counted.reload} />
      {counted.problem === null && <Chosen count={count} about={about} none={t("deliveries.export.none")} />}
      <RadioGroup
        label={t("deliveries.export.format")}
        value={format}
        options={formats.map((value) => ({ value, label: t(`deliveries.export.${value}`) }))}
        onChange={(value) => setFormat(value as Format)}
      />
    </Dialog>
  );
}

/** A link sends no header that tells the portal's session from an operator's: it names the tenant instead. */
function fileOf({ query, ids }: Target, format: Format): string {
  const tenant = boundTenant.value;
  const asked = {
    ...query,
    ...(tenant !== null && { tenant }),
    ...(ids !== undefined && { ids: ids.join(",") }),
    format,
  };
  return at(`api/v1/deliveries/export?${new URLSearchParams(asked)}`);
}
