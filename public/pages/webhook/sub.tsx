import { HealthBadge } from "../../components/badge.tsx";
import { Time } from "../../components/values.tsx";
import { formatDate } from "../../format/time.ts";
import { t } from "../../texts/index.ts";
import type { Profile, Webhook } from "./types.ts";

const SHOWN = 6;

/** What the webhook is, in a line or two: how it is, what it gets, by which contract, since when. */
export function Sub({ webhook, profile }: { webhook: Webhook; profile: Profile | undefined }) {
  const { status, health, event_types: types, description, created } = webhook;
  return (
    <>
      <HealthBadge status={status} state={health.state} />
      &nbsp; <span title={types.join(", ")}>{told(types)}</span>
      {profile && (
        <>
          {" · "}
          <bdi>{t("webhook.profile_of", { title: profile.title })}</bdi>
        </>
      )}
      {" · "}
      <span class="whole">
        <Time at={created} text={t("webhook.registered", { date: formatDate(created) })} />
      </span>
      {description !== "" && (
        <p dir="auto" title={description}>
          {description}
        </p>
      )}
    </>
  );
}

/** The first few patterns, and how many more there are. */
function told(types: readonly string[]) {
  const first = <bdi dir="ltr">{types.slice(0, SHOWN).join(", ")}</bdi>;
  if (types.length <= SHOWN) return first;
  return (
    <>
      {first} {t("webhook.more_types", { count: types.length - SHOWN })}
    </>
  );
}
