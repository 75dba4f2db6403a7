import { formatNumber } from "../../format/number.ts";
import { formatWait } from "../../format/wait.ts";
import { t } from "../../texts/index.ts";
import type { Profile, ShownProfile } from "./types.ts";

/** 2xx, or the statuses that count. */
export const successWords = ({ success }: Pick<Profile, "success">): string =>
  success === "2xx" ? t("profiles.success.any") : success.map(String).join(", ");

/** 10 attempts over 3 d 3 h. */
export function attemptsWords({ retry }: Pick<Profile, "retry">): string {
  const attempts = t("profiles.attempts", { count: retry.delays_seconds.length + 1 });
  const total = retry.delays_seconds.reduce((sum, delay) => sum + delay, 0);
  return total === 0 ? attempts : t("profiles.attempts_over", { attempts, span: formatWait(total, 2) });
}

/** For a profile without a signature: what proves who sent a request instead. */
export const unsignedWords = (templates: readonly string[]): string =>
  t(
    templates.some((template) => template.includes("{webhook.secret}"))
      ? "profiles.unsigned_secret"
      : "profiles.unsigned",
  );

export const signatureWords = ({ signatures }: Pick<Profile, "signatures">): string =>
  signatures.length === 0
    ? t("profiles.none")
    : signatures.map(({ scheme }) => t(`profiles.scheme.${scheme}`)).join(", ");

/** 3 webhooks, 1 tenant. */
export function usedByWords({ used_by: { webhooks, tenants } }: Pick<ShownProfile, "used_by">): string {
  const parts = [
    ...(webhooks > 0 ? [t("profiles.used.webhooks", { count: webhooks })] : []),
    ...(tenants > 0 ? [t("profiles.used.tenants", { count: tenants })] : []),
  ];
  return parts.length === 0 ? t("profiles.used.nobody") : parts.join(" · ");
}

export function disableWords({ disable }: Pick<Profile, "disable">): string[] {
  const { after_consecutive_failures: failures, after_failing_hours: hours, on_410: gone } = disable;
  const rules = [
    ...(failures === null ? [] : [t("profiles.disable.failures", { count: failures })]),
    ...(hours === null ? [] : [t("profiles.disable.hours", { span: formatWait(hours * 3600) })]),
    ...(gone ? [t("profiles.disable.gone")] : []),
  ];
  return rules.length === 0 ? [t("profiles.disable.never")] : rules;
}

export const limitWords = ({ limits }: Pick<Profile, "limits">): string =>
  limits.webhooks_per_tenant === null ? t("profiles.limit.none") : formatNumber(limits.webhooks_per_tenant);

export const jitterWords = ({ retry: { jitter } }: Pick<Profile, "retry">): string =>
  jitter === 0
    ? t("profiles.jitter.exact")
    : t("profiles.jitter.share", { share: formatNumber(Math.round(jitter * 1000) / 10) });
