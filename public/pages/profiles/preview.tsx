import type { ComponentChildren } from "preact";
import { CodeBlock } from "../../components/code-block.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Select } from "../../components/select.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { t } from "../../texts/index.ts";
import type { Preview } from "./types.ts";

type PreviewProps = {
  preview: Preview | undefined;
  /** The choice of the sample event, and whatever else belongs above it. */
  action: ComponentChildren;
  problem?: ComponentChildren;
};

/** The exact request that a webhook of this contract gets. */
export function RequestPreview({ preview, action, problem }: PreviewProps) {
  return (
    <Section title={t("profiles.preview")} action={action}>
      {problem}
      <Panel>
        {preview ? (
          <Request preview={preview} />
        ) : (
          <p class="preview-waiting">
            <Skeleton width="long" />
          </p>
        )}
      </Panel>
    </Section>
  );
}

function Request({ preview: { raw, body } }: { preview: Preview }) {
  const [line = "", ...head] = (raw.split("\r\n\r\n", 1)[0] ?? "").split("\r\n");
  const headers = head.map((one) => {
    const colon = one.indexOf(":");
    return { name: one.slice(0, colon), value: one.slice(colon + 1).trim() };
  });
  return (
    <>
      <div class="request-line">
        <code dir="ltr">{line}</code>
        <CopyButton text={raw} />
      </div>
      <KeyValues mono items={headers} />
      <div class="request-body">
        <CodeBlock label={t("profiles.preview.body")} text={body} />
      </div>
    </>
  );
}

type SampleProps = { types: readonly string[]; value: string; onChange(type: string): void };

/** Of which event type the sample is. */
export function SampleType({ types, value, onChange }: SampleProps) {
  if (types.length === 0) return null;
  const options = [
    { value: "", label: t("profiles.sample.plain") },
    ...types.map((type) => ({ value: type, label: type })),
  ];
  return (
    <div class="sample-type">
      <Select aria-label={t("profiles.sample")} {...{ options, value, onChange }} />
    </div>
  );
}
