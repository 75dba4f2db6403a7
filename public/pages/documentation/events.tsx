import { useState } from "preact/hooks";
import { StatusBadge } from "../../components/badge.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchInput } from "../../components/search-input.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { rawRequest } from "./raw-request.ts";
import type { DocumentedEvent } from "./types.ts";

/** Every declared type of event, each to unfold. */
export function Events({ events }: { events: readonly DocumentedEvent[] }) {
  const [text, setText] = useState("");
  const wanted = text.toLowerCase();
  const found = events.filter(({ name, description }) =>
    `${name}\n${description}`.toLowerCase().includes(wanted),
  );
  if (events.length === 0)
    return (
      <Panel>
        <EmptyState title={t("documentation.events.none")}>{t("documentation.events.none_text")}</EmptyState>
      </Panel>
    );
  const groups = [...Map.groupBy(found, ({ group }) => group ?? "")].sort(
    ([one], [other]) => Number(other === "") - Number(one === ""),
  );
  return (
    <Panel>
      <search class="filters">
        <SearchInput label={t("documentation.events.search")} value={text} onChange={setText} />
      </search>
      {found.length === 0 && <EmptyState title={t("tree.none")} />}
      {groups.map(([group, members]) => (
        <div key={group}>
          {group !== "" && (
            <h3 class="event-group">
              <bdi>{group}</bdi>
            </h3>
          )}
          {members.map((event) => (
            <EventPart key={event.name} event={event} />
          ))}
        </div>
      ))}
    </Panel>
  );
}

/** What is inside is made when it is opened: a catalogue may have hundreds. */
function EventPart({ event }: { event: DocumentedEvent }) {
  const [isOpen, open] = useState(false);
  return (
    <details class="event-part" onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>
        <code dir="ltr">{event.name}</code> {event.deprecated && <StatusBadge status="deprecated" />}
        <small dir="auto">{event.description}</small>
      </summary>
      {isOpen && <Inside event={event} />}
    </details>
  );
}

function Inside({ event: { name, payload, schema } }: { event: DocumentedEvent }) {
  const labelled = (what: string) => t("documentation.of_event", { what, name });
  return (
    <div class="event-inside">
      {payload === null ? (
        <p class="dim">{t("documentation.events.no_example")}</p>
      ) : (
        <>
          <h4>{t("documentation.body")}</h4>
          <CodeBlock label={labelled(t("documentation.body"))} text={payload.body} />
          <h4>{t("documentation.whole")}</h4>
          <CodeBlock label={labelled(t("documentation.whole"))} text={rawRequest(payload)} />
        </>
      )}
      {schema !== null && (
        <>
          <h4>{t("documentation.schema")}</h4>
          <CodeBlock label={labelled(t("documentation.schema"))} text={JSON.stringify(schema)} />
        </>
      )}
    </div>
  );
}
