import { formatWait } from "../../format/wait.ts";
import { t, word } from "../../texts/index.ts";
import type { Profile } from "./types.ts";

/** What a profile means for whoever receives: signature, attempts, handshake, https, in one line. */
export function profileSummary(profile: Profile): string {
  const parts = [signed(profile), attempts(profile), handshake(profile), address(profile), limit(profile)];
  return parts.filter((part) => part !== "").join(" · ");
}

const signed = ({ signatures }: Profile) =>
  signatures.length === 0
    ? t("webhook.profile.unsigned")
    : t("webhook.profile.signed", {
        scheme: signatures.map(({ scheme }) => word("webhook.scheme", scheme)).join(", "),
      });

function attempts({ retry, timeout_seconds: timeout }: Profile): string {
  const span = formatWait(
    retry.delays_seconds.reduce((sum, delay) => sum + delay, 0),
    2,
  );
  const answer = t("webhook.profile.timeout", { span: formatWait(timeout) });
  const count = retry.delays_seconds.length + 1;
  return `${count === 1 ? t("webhook.profile.once") : t("webhook.profile.attempts", { count, span })} · ${answer}`;
}

const handshake = ({ verification }: Profile) =>
  verification === "none" ? "" : t("webhook.profile.handshake");

const address = ({ require_https: isRequired }: Profile) => (isRequired ? t("webhook.profile.https") : "");

const limit = ({ limits: { webhooks_per_tenant: count } }: Profile) =>
  count === null ? "" : t("webhook.profile.limit", { count });

/** How many attempts a delivery has at most. */
export const attemptsOf = ({ retry }: Profile): number => retry.delays_seconds.length + 1;
