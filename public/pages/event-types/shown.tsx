import { mayChange } from "../../app/session.ts";
import { ButtonLink } from "../../components/button.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import type { EventType } from "./catalogue.ts";

/** An event type to read. */
export function Shown({ type }: { type: EventType }) {
  const { name, status, description, schema, example, deprecated } = type;
  return (
    <>
      {status === "undeclared" && (
        <Notice kind="warn" title={t("event_types.is_undeclared")}>
          {t("event_types.is_undeclared.text")}
        </Notice>
      )}
      {deprecated && (
        <Notice kind="info" title={t("event_types.is_deprecated")}>
          {t("event_types.is_deprecated.text")}
        </Notice>
      )}
      {description !== "" && (
        <p class="prose" dir="auto">
          {description}
        </p>
      )}
      <div class="split">
        <JsonPart
          title={t("event_types.example")}
          empty={t("event_types.example.none")}
          value={example}
          name={name}
        />
        <JsonPart
          title={t("event_types.schema")}
          empty={t("event_types.schema.none")}
          value={schema}
          name={name}
        />
      </div>
    </>
  );
}

type PartProps = { title: string; empty: string; value: unknown; name: string };

function JsonPart({ title, empty, value, name }: PartProps) {
  const action = mayChange.value && (
    <ButtonLink to={`/event-types/${name}?edit=1`}>{t("event_types.add")}</ButtonLink>
  );
  return (
    <Section title={title}>
      <Panel>
        {value === null ? (
          <EmptyState title={empty} action={action || undefined} />
        ) : (
          <CodeBlock label={t("event_types.json", { what: title })} text={JSON.stringify(value)} />
        )}
      </Panel>
    </Section>
  );
}
