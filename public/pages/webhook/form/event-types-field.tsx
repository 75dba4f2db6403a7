import { TreePicker } from "../../../components/tree-picker.tsx";
import { t } from "../../../texts/index.ts";
import type { Catalogue } from "../use-catalogue.ts";
import type { FieldPart } from "./field-part.ts";
import { Group } from "./group.tsx";

/** Which events are wanted: of the catalogue, whole branches of it, or patterns that somebody types. */
export function EventTypesField({ draft, change, errorAt, catalogue }: FieldPart & { catalogue: Catalogue }) {
  const isBare = catalogue.names.length === 0 && !catalogue.isLoading;
  const hint = t(isBare ? "webhook.form.types.bare" : "webhook.form.types.hint");
  return (
    <Group label={t("webhook.form.types")} hint={hint} error={errorAt("/event_types")}>
      <TreePicker
        label={t("webhook.form.types")}
        names={catalogue.names}
        value={draft.event_types}
        onChange={(event_types) => change({ event_types })}
      />
    </Group>
  );
}
