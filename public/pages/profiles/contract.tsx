import type { ComponentChildren } from "preact";
import { type KeyValue, KeyValues } from "../../components/key-values.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { Code } from "../../components/values.tsx";
import { formatWait } from "../../format/wait.ts";
import { t } from "../../texts/index.ts";
import type { Profile } from "./types.ts";
import {
  attemptsWords,
  disableWords,
  jitterWords,
  limitWords,
  successWords,
  unsignedWords,
} from "./words.ts";

/** What a profile means, in words and numbers. */
export const Contract = ({ profile }: { profile: Profile }) => (
  <div>
    <Part title={t("profiles.part.request")} items={request(profile)} />
    <Part title={t("profiles.part.receiver")} items={receiver(profile)} />
    <Part title={t("profiles.part.webhook")} items={webhook(profile)} />
  </div>
);

const Part = ({ title, items }: { title: string; items: KeyValue[] }) => (
  <Section title={title}>
    <Panel>
      <KeyValues items={items} />
    </Panel>
  </Section>
);

const lines = (texts: readonly ComponentChildren[]) => (
  <ul class="plain">
    {texts.map((text, index) => (
      <li key={index}>{text}</li>
    ))}
  </ul>
);

function request({ body, dates, content_type: type, headers, signatures }: Profile): KeyValue[] {
  const own = Object.entries(headers);
  return [
    { name: t("profiles.field.body"), value: t(`profiles.body.${body}`) },
    { name: t("profiles.field.dates"), value: t(`profiles.dates.${dates}`) },
    { name: t("profiles.field.content_type"), value: <Code>{type}</Code> },
    {
      name: t("profiles.field.signatures"),
      value:
        signatures.length === 0 ? unsignedWords(Object.values(headers)) : lines(signatures.map(signature)),
    },
    {
      name: t("profiles.field.headers"),
      value:
        own.length === 0
          ? t("profiles.none")
          : lines(own.map(([name, template]) => <Code key={name}>{`${name}: ${template}`}</Code>)),
    },
  ];
}

const signature = ({ scheme, header }: Profile["signatures"][number]) => (
  <>
    {t(`profiles.scheme.${scheme}`)} {header && <Code>{header}</Code>}
  </>
);

function receiver(profile: Profile): KeyValue[] {
  const { timeout_seconds: timeout, retry, dispatch } = profile;
  return [
    { name: t("profiles.field.success"), value: successWords(profile) },
    { name: t("profiles.field.timeout"), value: t("profiles.timeout.whole", { span: formatWait(timeout) }) },
    { name: t("profiles.field.attempts"), value: attemptsWords(profile) },
    { name: t("profiles.field.jitter"), value: jitterWords(profile) },
    {
      name: t("profiles.field.retry_after"),
      value: t(retry.honour_retry_after ? "profiles.yes" : "profiles.no"),
    },
    { name: t("profiles.field.dispatch"), value: t(`profiles.dispatch.${dispatch}`) },
  ];
}

function webhook(profile: Profile): KeyValue[] {
  const { verification, secret, require_https: https, warn_after_consecutive_failures: warn } = profile;
  return [
    { name: t("profiles.field.verification"), value: t(`profiles.verification.${verification}`) },
    {
      name: t("profiles.field.secret"),
      value: `${t(`profiles.source.${secret.source}`)}, ${t(`profiles.reveal.${secret.reveal}`)}`,
    },
    { name: t("profiles.field.limit"), value: limitWords(profile) },
    { name: t("profiles.field.https"), value: t(https ? "profiles.https.only" : "profiles.https.both") },
    { name: t("profiles.field.warn"), value: t("profiles.warn.after", { count: warn }) },
    { name: t("profiles.field.disable"), value: lines(disableWords(profile)) },
  ];
}
