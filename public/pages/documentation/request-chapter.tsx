import { CodeBlock } from "../../components/code-block.tsx";
import { Panel } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";
import { rawRequest } from "./raw-request.ts";
import { Rows } from "./rows.tsx";
import { Paragraphs, Sentence } from "./sentence.tsx";
import type { ConsumerDocs } from "./types.ts";

/** What every request looks like, with one whole. */
export function RequestChapter({ docs: { request } }: { docs: ConsumerDocs }) {
  const { text, fields, dates, headers, sample } = request;
  const fieldRows = fields.map(({ name, means, optional }) => [
    <code key="name">{name}</code>,
    <>
      <Sentence text={means} /> {optional && <em>Left out when there is none.</em>}
    </>,
  ]);
  const headerRows = headers.map(({ name, means, absent, example }) => [
    <code key="name">{name}</code>,
    <>
      <Sentence text={means} /> {absent !== null && <em>Left out when {absent}.</em>}
    </>,
    <code key="example">{example}</code>,
  ]);
  const [field, header, meaning] = [
    t("documentation.field"),
    t("documentation.header"),
    t("documentation.meaning"),
  ];
  return (
    <>
      <Paragraphs texts={text} />
      {fields.length > 0 && <Rows label={field} heads={[field, meaning]} rows={fieldRows} />}
      <p>
        <Sentence text={dates.format} /> <code>{dates.example}</code>
      </p>
      <Rows label={header} heads={[header, meaning, t("documentation.example")]} rows={headerRows} />
      <h3>{t("documentation.whole")}</h3>
      <Panel>
        <CodeBlock label={t("documentation.whole")} text={rawRequest(sample)} />
      </Panel>
    </>
  );
}
