import type { ComponentChildren } from "preact";
import { CodeBlock } from "../../components/code-block.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel } from "../../components/section.tsx";
import { type PlainKey, t } from "../../texts/index.ts";
import { Events } from "./events.tsx";
import { Snippets } from "./languages.tsx";
import { RequestChapter } from "./request-chapter.tsx";
import { Rows } from "./rows.tsx";
import { Paragraphs, Points, Sentence } from "./sentence.tsx";
import type { ConsumerDocs } from "./types.ts";

export type Chapter = { id: string; title: PlainKey; content: ComponentChildren };

/** Everything a consumer has to know, in the order in which it is read. */
export function chaptersOf(docs: ConsumerDocs): Chapter[] {
  return [
    { id: "introduction", title: "documentation.introduction", content: <Introduction docs={docs} /> },
    { id: "registering", title: "documentation.registering", content: <Registering docs={docs} /> },
    ...(docs.handshake
      ? [
          {
            id: "handshake",
            title: "documentation.handshake" as const,
            content: <Handshake handshake={docs.handshake} />,
          },
        ]
      : []),
    { id: "request", title: "documentation.request", content: <RequestChapter docs={docs} /> },
    { id: "verifying", title: "documentation.verifying", content: <Verifying docs={docs} /> },
    { id: "answering", title: "documentation.answering", content: <Points texts={docs.answering.text} /> },
    { id: "retries", title: "documentation.retries", content: <Retries docs={docs} /> },
    { id: "trouble", title: "documentation.trouble", content: <Points texts={docs.trouble.text} /> },
    { id: "events", title: "documentation.events", content: <Events events={docs.events} /> },
  ];
}

type Docs = { docs: ConsumerDocs };

const Block = ({ label, text }: { label: string; text: string }) => (
  <Panel>
    <CodeBlock label={label} text={text} />
  </Panel>
);

function Introduction({ docs: { introduction } }: Docs) {
  return (
    <>
      <Paragraphs texts={introduction.text} />
      <Notice kind="info" title={t("documentation.duplicates")}>
        <span lang="en">
          <Sentence text={introduction.deduplicate.text} />
        </span>
      </Notice>
    </>
  );
}

function Registering({ docs: { registering, limits, secret } }: Docs) {
  const { method, url, body } = registering.request;
  const example = `${method} ${url}\nAuthorization: Bearer <API key>\nContent-Type: application/json\n\n${body}`;
  return (
    <>
      <Points texts={registering.text} />
      <Block label={t("documentation.registering.example")} text={example} />
      <h3>{t("documentation.limits")}</h3>
      <Points texts={limits.text} />
      <h3>{t("documentation.secret")}</h3>
      <Points texts={secret.text} />
    </>
  );
}

function Handshake({
  handshake: { text, parameters, example, snippets },
}: {
  handshake: NonNullable<ConsumerDocs["handshake"]>;
}) {
  const rows = parameters.map(({ name, in: where, means }) => [
    <code key="name">{name}</code>,
    where,
    <Sentence key="means" text={means} />,
  ]);
  return (
    <>
      <Paragraphs texts={text} />
      <Rows
        label={t("documentation.handshake")}
        heads={[t("documentation.name"), t("documentation.in"), t("documentation.meaning")]}
        rows={rows}
      />
      <Block label={t("documentation.handshake.example")} text={example} />
      <Snippets label={t("documentation.handshake")} snippets={snippets} />
    </>
  );
}

function Verifying({ docs: { verifying } }: Docs) {
  return (
    <>
      <Paragraphs texts={verifying.text} />
      {verifying.proofs.map(({ header, text, key, snippets }) => (
        <div key={header}>
          <h3>
            <code>{header}</code>
          </h3>
          <Points texts={[...text, key]} />
          <Snippets label={header} snippets={snippets} />
        </div>
      ))}
    </>
  );
}

function Retries({ docs: { retries } }: Docs) {
  const heads = [t("documentation.attempt"), t("documentation.wait"), t("documentation.total")];
  return (
    <>
      <Rows
        label={t("documentation.retries")}
        heads={heads}
        rows={retries.attempts.map(({ attempt, delay, total }) => [attempt, delay, total])}
      />
      <Points texts={retries.text} />
    </>
  );
}
