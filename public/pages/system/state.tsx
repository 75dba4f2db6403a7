import { api, at } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { Badge, type Kind } from "../../components/badge.tsx";
import { Check, CircleDashed, type Icon, TriangleAlert, X } from "../../components/icons.ts";
import { KeyValues } from "../../components/key-values.tsx";
import { Link } from "../../components/link.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { Code } from "../../components/values.tsx";
import { t, word } from "../../texts/index.ts";
import type { SystemState } from "./figures.tsx";
import { type Readiness, useReadiness } from "./readiness.ts";

const EVERY_MS = 15_000;

const looks: Record<Readiness, [Kind, Icon]> = {
  asking: ["idle", CircleDashed],
  ready: ["ok", Check],
  not_ready: ["warn", TriangleAlert],
  unreachable: ["bad", X],
};

/** Whether it does its work, in which role, and how long it keeps what. */
export function State({ system }: { system: SystemState | undefined }) {
  const readiness = useReadiness(EVERY_MS);
  const [kind, icon] = looks[readiness];
  const waiting = <Skeleton width="medium" />;
  const items = [
    {
      name: t("system.readiness"),
      value: <Badge kind={kind} icon={icon} text={t(`system.readiness.${readiness}`)} />,
    },
    { name: t("system.role"), value: system ? word("system.role", system.role) : waiting },
    { name: t("system.egress"), value: system ? word("system.egress", system.egress) : waiting },
    { name: t("system.store"), value: system ? word("system.store", system.database.kind) : waiting },
    { name: t("system.retention"), value: <Retention /> },
    { name: t("system.probes"), value: <Code>{`${at("healthz")}  ${at("readyz")}`}</Code> },
    { name: t("system.metrics"), value: <Metrics /> },
  ];
  return <KeyValues items={items} />;
}

/** As the settings have it. */
function Retention() {
  const { data } = useResource(() => api.settings({ name: "retention_days" }).get(), []);
  if (data === undefined) return <Skeleton width="medium" />;
  const days = Number(data.value);
  return (
    <p>
      {days === 0 ? t("system.retention.for_ever") : t("system.retention.days", { count: days })}{" "}
      <Link to="/settings">{t("system.retention.change")}</Link>
    </p>
  );
}

const Metrics = () => (
  <>
    <Code>{at("metrics")}</Code> <span class="dim">{t("system.metrics.hint")}</span>
  </>
);
