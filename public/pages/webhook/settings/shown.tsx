import { KeyValues } from "../../../components/key-values.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Panel } from "../../../components/section.tsx";
import { Code } from "../../../components/values.tsx";
import { t } from "../../../texts/index.ts";
import type { Part } from "../part.ts";
import { profileSummary } from "../profile-summary.ts";
import type { Webhook } from "../types.ts";

/** The settings for those who may look only. */
export function Shown({ webhook, profile }: Part) {
  return (
    <>
      <Notice kind="info">{t("webhook.may_not")}</Notice>
      <Panel>
        <KeyValues
          items={[
            { name: t("webhook.form.url"), value: <Code>{webhook.url}</Code> },
            { name: t("webhook.form.description"), value: webhook.description || "–" },
            { name: t("webhook.form.types"), value: <Code>{webhook.event_types.join(", ")}</Code> },
            {
              name: t("webhook.form.profile"),
              value: profile ? `${profile.title}: ${profileSummary(profile)}` : "–",
            },
            ...narrowed(webhook),
          ]}
        />
      </Panel>
    </>
  );
}

const narrowed = ({ channels, filter, rate_limit: rate, headers, metadata }: Webhook) => [
  {
    name: t("webhook.form.channels"),
    value: channels === null ? t("webhook.form.channels.all") : channels.join(", "),
  },
  { name: t("webhook.form.filter"), value: filter === null ? "–" : <Code>{filter}</Code> },
  {
    name: t("webhook.form.rate_limit"),
    value: rate === null ? "–" : t("webhook.form.narrow.rate", { rate: String(rate) }),
  },
  { name: t("webhook.form.headers"), value: headerLines(headers) },
  {
    name: t("webhook.form.metadata"),
    value: Object.keys(metadata).length === 0 ? "–" : <Code>{JSON.stringify(metadata)}</Code>,
  },
];

const headerLines = (headers: Record<string, string>) => {
  const lines = Object.entries(headers);
  if (lines.length === 0) return "–";
  return lines.map(([name, value]) => (
    <div key={name}>
      <Code>{`${name}: ${value}`}</Code>
    </div>
  ));
};
