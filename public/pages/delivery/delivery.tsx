import { useState } from "preact/hooks";
import { useAction } from "../../api/action.ts";
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
import { Facts } from "../../components/facts.tsx";
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
import { useWholeAttempt } from "./whole-attempt.ts";

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
  const changed = (changed: Delivery, isAsked: boolean) => {
    set(changed);
    setAsked(isAsked ? changed.attempts.length : null);
  };
  const retry = useAction(
    () => api.deliveries({ id }).retry.post(),
    (answered) => changed(answered, true),
  );
  const shown = data?.attempts.find(({ number }) => String(number) === chosen()) ?? data?.attempts.at(-1);
  const whole = useWholeAttempt(id, shown);
  if (!data) return <Waiting problem={problem} onRetry={reload} />;
  return (
    <Page
      title={data.event.type}
      sub={<Sub delivery={data} />}
      crumbs={[
        { text: t("nav.webhooks"), to: "/webhooks" },
        { text: cut(shortUrl(data.webhook.url)), to: `/webhooks/${data.webhook.id}` },
      ]}
      actions={<Actions delivery={data} attempt={whole.attempt} onChange={changed} retry={retry} />}
    >
      <ProblemNotice problem={problem} onRetry={reload} />
      <ProblemNotice problem={retry.problem} />
      <Situation delivery={data} isAsked={isAwaited(data, asked)} />
      <Timeline delivery={data} shown={shown?.number ?? null} />
      <ProblemNotice problem={whole.problem} onRetry={whole.reload} />
      {whole.attempt && (
        <AttemptView attempt={whole.attempt} action={<CheckSignature attempt={whole.attempt} />} />
      )}
    </Page>
  );
};

export default DeliveryPage;

const LONGEST_CRUMB = 64;
const cut = (text: string) => (text.length > LONGEST_CRUMB ? `${text.slice(0, LONGEST_CRUMB)}…` : text);

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
    <Facts badge={<StatusBadge status={shownStatus(delivery)} />}>
      {isPortal ? (
        <Code>{event.id}</Code>
      ) : (
        <Link to={`/events/${event.id}?tenant=${tenant}`}>
          <Code>{event.id}</Code>
        </Link>
      )}
      {boundTenant.value === null && <bdi>{tenant}</bdi>}
      {test && t("delivery.test")}
      <Time at={created} text={t("delivery.created", { when: formatRelative(created) })} />
    </Facts>
  );
}
