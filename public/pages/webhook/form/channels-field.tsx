import { RadioGroup } from "../../../components/radio-group.tsx";
import { t } from "../../../texts/index.ts";
import { ChosenChannels } from "./chosen-channels.tsx";
import type { FieldPart } from "./field-part.ts";
import { Group } from "./group.tsx";

/** Of which stores, venues or branches events are wanted. */
export function ChannelsField({ draft, change, errorAt }: FieldPart) {
  const { channels } = draft;
  return (
    <Group
      label={t("webhook.form.channels")}
      hint={t("webhook.form.channels.hint")}
      error={errorAt("/channels")}
    >
      <RadioGroup
        label={t("webhook.form.channels")}
        value={channels === null ? "all" : "some"}
        onChange={(value) => change({ channels: value === "all" ? null : [] })}
        options={[
          { value: "all", label: t("webhook.form.channels.all") },
          { value: "some", label: t("webhook.form.channels.some") },
        ]}
        inline
      />
      {channels !== null && (
        <ChosenChannels value={channels} onChange={(names) => change({ channels: names })} />
      )}
    </Group>
  );
}
