import { Button } from "../../components/button.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Code } from "../../components/values.tsx";
import { formatExact } from "../../format/time.ts";
import { t, word } from "../../texts/index.ts";
import { Changes } from "./changes.tsx";
import type { Entry } from "./columns.tsx";

type DetailProps = {
  entry: Entry;
  onFilter(name: "actor" | "target" | "tenant" | "action", value: string): void;
};

/** One entry in full: what changed, and ways to all others of the same kind. */
export function Detail({ entry, onFilter }: DetailProps) {
  const { actor, address, action, target, tenant, at } = entry;
  const items = [
    { name: t("audit.at"), value: <bdi dir="ltr">{formatExact(at)}</bdi> },
    { name: t("audit.by"), value: `${actor.name} (${word("audit.kind", actor.kind)})` },
    { name: t("audit.actor"), value: <Code>{actor.id}</Code> },
    ...(address === null ? [] : [{ name: t("audit.address"), value: <Code>{address}</Code> }]),
    { name: t("audit.target"), value: <Code>{target}</Code> },
    ...(tenant === null ? [] : [{ name: t("audit.tenant"), value: <Code>{tenant}</Code> }]),
  ];
  return (
    <div class="audit-detail">
      <Changes before={entry.before} after={entry.after} />
      <KeyValues items={items} />
      <div class="actions">
        <Button onClick={() => onFilter("target", target)}>{t("audit.same.target")}</Button>
        <Button onClick={() => onFilter("actor", actor.id)}>{t("audit.same.actor")}</Button>
        <Button onClick={() => onFilter("action", action)}>{t("audit.same.action")}</Button>
      </div>
    </div>
  );
}
