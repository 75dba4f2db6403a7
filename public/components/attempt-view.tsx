import type { ComponentChildren } from "preact";
import { t } from "../texts/index.ts";
import type { Attempt } from "./attempt.ts";
import { AttemptTimings } from "./attempt-timings.tsx";
import { OutcomeBadge } from "./badge.tsx";
import { Breakable } from "./breakable.tsx";
import { CodeBlock } from "./code-block.tsx";
import { EmptyState } from "./empty-state.tsx";
import { KeyValues } from "./key-values.tsx";
import { isMasked } from "./masked.ts";
import { Panel, Section } from "./section.tsx";

type AttemptViewProps = {
  attempt: Attempt;
  /** Beside the title of the request, such as a link to check its signature. */
  action?: ComponentChildren;
};

/** What was sent in an attempt and what came back, side by side, with how long each step took. */
export function AttemptView({ attempt, action }: AttemptViewProps) {
  return (
    <div class="split attempt" key={attempt.id}>
      <Section title={t("attempt.request")} action={action}>
        <Request {...attempt} />
      </Section>
      <Section
        title={t("attempt.answer")}
        action={<OutcomeBadge outcome={attempt.outcome} code={attempt.status_code} />}
      >
        <Answer {...attempt} />
        <AttemptTimings attempt={attempt} />
      </Section>
    </div>
  );
}

function Request({ request, error }: Attempt) {
  const { url, headers, body } = request;
  if (headers.length === 0)
    return (
      <Panel>
        <EmptyState title={t("attempt.not_sent")}>{error !== null && <bdi>{error}</bdi>}</EmptyState>
      </Panel>
    );
  return (
    <>
      <Panel>
        <RequestLine url={url} />
        <KeyValues mono items={headers.map(([name, value]) => ({ name, value }))} />
        <CodeBlock label={t("attempt.request_body")} text={body} />
      </Panel>
      {headers.some(([, value]) => isMasked(value)) && <p class="note-line">{t("attempt.masked")}</p>}
    </>
  );
}

/** All of a URL that a person can read; of a longer one the rest is in its tooltip, and in the cURL command. */
const RequestLine = ({ url }: { url: string }) => (
  <div class="request-line">
    <code dir="ltr" title={url}>
      POST <Breakable text={url} />
    </code>
  </div>
);

function Answer({ response, error, outcome }: Attempt) {
  if (response === null)
    return (
      <Panel>
        <EmptyState title={t("attempt.no_answer")}>
          {outcome !== "success" && error !== null && <bdi>{error}</bdi>}
        </EmptyState>
      </Panel>
    );
  const { headers, body, truncated, decoded } = response;
  const items = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
  return (
    <>
      <Panel>
        {items.length > 0 && <KeyValues mono items={items} />}
        {body === null ? (
          <p class="hidden-body">{t("attempt.hidden")}</p>
        ) : (
          <CodeBlock label={t("attempt.answer_body")} text={body} />
        )}
      </Panel>
      {decoded !== undefined && <p class="note-line">{t("attempt.decoded", { coding: decoded })}</p>}
      {truncated && body !== null && <p class="note-line">{t("attempt.truncated")}</p>}
    </>
  );
}
