import { useResource } from "../../api/resource.ts";
import type { PageComponent } from "../../app/lazy.tsx";
import { search } from "../../app/location.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { Facts } from "../../components/facts.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";
import { Code, Time } from "../../components/values.tsx";
import { formatRelative } from "../../format/time.ts";
import { t } from "../../texts/index.ts";
import { FanOut } from "./fan-out.tsx";
import { type Event, readEvent } from "./read-event.ts";
import { Replay } from "./replay.tsx";

const EVERY_MS = 3000;

/** One event: who got it and who did not, and what is in it. */
const EventPage: PageComponent = ({ params: { id = "" } }) => {
  const tenant = new URLSearchParams(search.value).get("tenant");
  const { data, problem, reload } = useResource(() => readEvent(id, tenant), [id, tenant], {
    everyMs: EVERY_MS,
  });
  const crumbs = [{ text: t("nav.events"), to: "/events" }];
  if (!data)
    return problem === null ? (
      <PageSkeleton />
    ) : (
      <Page title={t("event.title")} crumbs={crumbs}>
        <ProblemNotice problem={problem} onRetry={reload} />
      </Page>
    );
  const actions = mayChange.value && !data.test && <Replay event={data} onReplay={reload} />;
  return (
    <Page title={data.type} sub={<Sub {...data} />} crumbs={[...crumbs, { text: data.id }]} actions={actions}>
      <ProblemNotice problem={problem} onRetry={reload} />
      {data.unmatched_reason !== null && data.webhooks.every(({ deliveries }) => deliveries.length === 0) && (
        <Notice kind="warn" title={t("event.unmatched")}>
          <bdi>{data.unmatched_reason}</bdi>
        </Notice>
      )}
      <FanOut event={data} />
      <div class={data.previous === null ? "" : "split"}>
        <Body title={t("event.data")} text={data.data} />
        {data.previous !== null && <Body title={t("event.previous")} text={data.previous} />}
      </div>
    </Page>
  );
};

export default EventPage;

const Body = ({ title, text }: { title: string; text: string }) => (
  <Section title={title}>
    <Panel>
      <CodeBlock label={t("event.json_of", { title })} text={text} />
    </Panel>
  </Section>
);

function Sub({ id, tenant, channel, actor, test, created }: Event) {
  return (
    <Facts>
      <Code>{id}</Code>
      <bdi>{tenant}</bdi>
      {channel !== null && t("event.channel", { channel })}
      {actor !== null && t("event.actor", { actor })}
      {test && t("event.test")}
      <Time at={created} text={t("event.created", { when: formatRelative(created) })} />
    </Facts>
  );
}
