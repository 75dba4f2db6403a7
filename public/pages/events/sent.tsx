import type { AcceptedEvent } from "../../../src/modules/events/model.ts";
import { useResource } from "../../api/resource.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { t } from "../../texts/index.ts";
import { FanOut } from "./fan-out.tsx";
import { readEvent } from "./read-event.ts";

export type Accepted = AcceptedEvent;

const EVERY_MS = 1500;

/** What became of an event that was just sent: who gets it, with links, and how that goes. */
export function Sent({ event: { id, tenant, deliveries } }: { event: Accepted }) {
  const { data } = useResource(() => readEvent(id, tenant), [id, tenant], { everyMs: EVERY_MS });
  const isSent = deliveries > 0;
  const action = (
    <ButtonLink to={`/events/${id}?tenant=${encodeURIComponent(tenant)}`}>{t("send.open")}</ButtonLink>
  );
  return (
    <>
      <Notice
        kind={isSent ? "info" : "warn"}
        title={isSent ? t("send.sent", { count: deliveries }) : t("send.sent.none")}
        action={action}
      >
        {!isSent && data?.unmatched_reason && <bdi>{data.unmatched_reason}</bdi>}
      </Notice>
      {data && <FanOut event={data} />}
    </>
  );
}
