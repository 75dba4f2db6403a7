import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { PageComponent } from "../../app/lazy.tsx";
import { search } from "../../app/location.ts";
import { isPortal } from "../../app/mode.ts";
import { Page } from "../../app/page.tsx";
import { boundTenant } from "../../app/session.ts";
import type { Delivery } from "../../components/attempt.ts";
import { AttemptView } from "../../components/attempt-view.tsx";
import { StatusBadge } from "../../components/badge.tsx";
import { Link } from "../../components/link.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";
import { shortUrl } from "../../components/url-text.tsx";
import { Code, Time } from "../../components/values.tsx";
import { formatRelative } from "../../format/time.ts";
import { t } from "../../texts/index.ts";
import { shownStatus } from "../deliveries/status.ts";
import { Actions } from "./actions.tsx";
import { CheckSignature } from "./signature-dialog.tsx";
import { Situation } from "./situation.tsx";
import { Timeline } from "./timeline.tsx";

const SOON_MS = 2000;
const LATER_MS = 10_000;
const NEAR_MS = 60_000;

/** One delivery: every attempt of it, what was sent and answered, and what happens next. */
const DeliveryPage: PageComponent = ({ params: { id = "" } }) => {
  const [asked, setAsked] = useState<number | null>(null);
  const [everyMs, setEvery] = useState<number | undefined>(undefined);
  const delivery = useResource(
    () => api.deliveries({ id }).get(),
    [id],
    everyMs === undefined ? {} : { everyMs },
  );
  const { data, problem, reload, set } = delivery;
  const wanted = data && pauseOf(data, asked);
  if (data && wanted !== everyMs) setEvery(wanted);
  if (!data) return <Waiting problem={problem} onRetry={reload} />;
  const shown = data.attempts.find(({ number }) => String(number) === chosen()) ?? data.attempts.at(-1);
  const changed = (changed: Delivery, isAsked: boolean) => {
    set(changed);
    setAsked(isAsked ? changed.attempts.length : null);
  };
  return (
    <Page
      title={data.event.type}
      sub={<Sub delivery={data} />}
      crumbs={[
        { text: t("nav.webhooks"), to: "/webhooks" },
        { text: shortUrl(data.webhook.url), to: `/webhooks/${data.webhook.id}` },
      ]}
      actions={<Actions delivery={data} attempt={shown} onChange={changed} />}
    >
      <ProblemNotice problem={problem} onRetry={reload} />
      <Situation delivery={data} isAsked={isAwaited(data, asked)} />
      <Timeline delivery={data} shown={shown?.number ?? null} />
      {shown && <AttemptView attempt={shown} action={<CheckSignature attempt={shown} />} />}
    </Page>
  );
};

export default DeliveryPage;

/** The attempt that the address names. */
const chosen = () => new URLSearchParams(search.value).get("attempt");

/** Whether the attempt that was asked for has not shown yet; `asked` is how many there were then. */
const isAwaited = ({ attempts }: Delivery, asked: number | null) =>
  asked !== null && attempts.length <= asked;

/** How often to look again while something is to come; undefined once it is over. */
function pauseOf(delivery: Delivery, asked: number | null): number | undefined {
  if (isAwaited(delivery, asked)) return SOON_MS;
  if (delivery.status !== "pending") return undefined;
  const dueIn = delivery.next_attempt === null ? 0 : Date.parse(delivery.next_attempt) - Date.now();
  return dueIn < NEAR_MS ? SOON_MS : LATER_MS;
}

function Waiting({ problem, onRetry }: Parameters<typeof ProblemNotice>[0]) {
  if (problem === null) return <PageSkeleton />;
  return (
    <Page title={t("delivery.title")} crumbs={[{ text: t("nav.deliveries"), to: "/deliveries" }]}>
      <ProblemNotice problem={problem} {...(onRetry && { onRetry })} />
    </Page>
  );
}

function Sub({ delivery }: { delivery: Delivery }) {
  const { event, tenant, test, created } = delivery;
  return (
    <div class="facts">
      <StatusBadge status={shownStatus(delivery)} />
      {isPortal ? (
        <Code>{event.id}</Code>
      ) : (
        <Link to={`/events/${event.id}?tenant=${tenant}`}>
          <Code>{event.id}</Code>
        </Link>
      )}
      {boundTenant.value === null && <bdi>{tenant}</bdi>}
      {test && <span>{t("delivery.test")}</span>}
      <span>
        <Time at={created} text={t("delivery.created", { when: formatRelative(created) })} />
      </span>
    </div>
  );
}
