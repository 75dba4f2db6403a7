import { useState } from "preact/hooks";
import type { PageComponent } from "../../app/lazy.tsx";
import { isPortal } from "../../app/mode.ts";
import { OPERATOR_TENANT } from "../../app/operator-tenant.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { JobProgress } from "../../components/job-progress.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";
import { Tabs } from "../../components/tabs.tsx";
import { shortUrl } from "../../components/url-text.tsx";
import { t } from "../../texts/index.ts";
import { Actions } from "./actions.tsx";
import { Banner } from "./banner.tsx";
import type { Unsaved } from "./part.ts";
import { Sub } from "./sub.tsx";
import { isTab, type TabName, tabs } from "./tabs.ts";
import { useAgain } from "./use-again.ts";
import { useProfiles } from "./use-profiles.ts";
import { useWebhook } from "./use-webhook.ts";

/** One webhook: how it is, what was sent to it, and all that can be done about it. */
const WebhookPage: PageComponent = ({ params: { id = "", tab = "deliveries" } }) => {
  const webhook = useWebhook(id);
  const { data, problem, set, reload } = webhook;
  const again = useAgain(reload);
  const [job, onJob] = useState<string | null>(null);
  const [missed, noteMissed] = useState<string | null>(null);
  const [unsaved, keepUnsaved] = useState<Unsaved | null>(null);
  const [jobsEnded, countJobs] = useState(0);
  const ended = () => {
    countJobs(jobsEnded + 1);
    again();
  };
  const profile = useProfiles(data?.tenant).of(data?.profile ?? null);
  if (!data) return <Waiting problem={problem} onRetry={reload} />;
  const current = isTab(tab) && isOpenTo(tab) ? tab : "deliveries";
  const Content = tabs[current].content;
  const part = { webhook: data, profile, set, onJob, missed, noteMissed, jobsEnded, unsaved, keepUnsaved };
  return (
    <Page
      title={shortUrl(data.url)}
      crumbs={[
        { text: t("webhooks.title"), to: "/webhooks" },
        ...(isPortal ? [] : [tenantCrumb(data.tenant)]),
      ]}
      sub={<Sub webhook={data} profile={profile} />}
      {...(mayChange.value && { actions: <Actions {...part} /> })}
    >
      <ProblemNotice problem={problem} onRetry={reload} />
      <Banner {...part} />
      {job !== null && <JobProgress key={job} id={job} onDone={ended} onDismiss={() => onJob(null)} />}
      <Tabs
        label={t("webhook.title")}
        tabs={names.filter(isOpenTo).map((name) => ({
          to: name === "deliveries" ? `/webhooks/${id}` : `/webhooks/${id}/${name}`,
          text: t(`webhook.tab.${name}`),
          isCurrent: name === current,
          ...(name === "settings" && unsaved && { mark: t("webhook.unsaved") }),
        }))}
      />
      <Content {...part} />
    </Page>
  );
};

export default WebhookPage;

/** What happens to webhooks is told to a tenant that has no page. */
const tenantCrumb = (tenant: string) =>
  tenant === OPERATOR_TENANT
    ? { text: tenant }
    : { text: tenant, to: `/tenants/${encodeURIComponent(tenant)}` };

const names = Object.keys(tabs) as TabName[];

/** Who may look only has no use for secrets and test events. */
const isOpenTo = (name: TabName) => mayChange.value || !tabs[name].isForChanging;

function Waiting({ problem, onRetry }: Parameters<typeof ProblemNotice>[0]) {
  if (problem === null) return <PageSkeleton />;
  return (
    <Page
      title={t("webhook.title")}
      crumbs={[{ text: t("webhooks.title"), to: "/webhooks" }, { text: t("webhook.title") }]}
    >
      <ProblemNotice problem={problem} {...(onRetry && { onRetry })} />
    </Page>
  );
}
