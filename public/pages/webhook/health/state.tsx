import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { mayChange } from "../../../app/session.ts";
import { Button } from "../../../components/button.tsx";
import { KeyValues } from "../../../components/key-values.tsx";
import { ProblemNotice } from "../../../components/problem-notice.tsx";
import { Panel } from "../../../components/section.tsx";
import { toast } from "../../../components/toast.tsx";
import { Time } from "../../../components/values.tsx";
import { formatNumber } from "../../../format/number.ts";
import { t } from "../../../texts/index.ts";
import type { Part } from "../part.ts";
import type { Webhook } from "../types.ts";

/** The counters that decide about health, and whether the URL has proved whose it is. */
export function State({ webhook, profile, set }: Pick<Part, "webhook" | "profile" | "set">) {
  const { consecutive_failures: count, failing_since, last_success, last_failure } = webhook.health;
  const limit = profile?.disable.after_consecutive_failures ?? null;
  const verification = webhook.verification.state;
  return (
    <div class="section">
      <Panel>
        <KeyValues
          items={[
            { name: t("webhook.health.last_success"), value: moment(last_success) },
            { name: t("webhook.health.last_failure"), value: moment(last_failure) },
            {
              name: t("webhook.tile.in_a_row"),
              value: limit === null ? formatNumber(count) : t("webhook.attempts_of", { count, total: limit }),
            },
            {
              name: t("webhook.health.failing_since"),
              value: failing_since === null ? "–" : moment(failing_since),
            },
            {
              name: t("webhook.health.verification"),
              value:
                verification === "not_required" ? (
                  t("webhook.health.not_required")
                ) : (
                  <Proof webhook={webhook} set={set} />
                ),
            },
          ]}
        />
      </Panel>
    </div>
  );
}

const moment = (at: string | null) => (at === null ? t("time.never") : <Time at={at} />);

function Proof({ webhook, set }: { webhook: Webhook; set: Part["set"] }) {
  const { id, verification, status } = webhook;
  const { state, error, at } = verification;
  const verify = useAction(
    () => api.webhooks({ id }).verify.post(),
    (changed) => {
      set(changed);
      if (changed.verification.state === "verified") toast({ kind: "ok", text: t("webhook.health.proved") });
    },
  );
  return (
    <>
      <div class="facts">
        <span>
          {state === "verified" ? t("webhook.health.verified") : <bdi>{error}</bdi>}{" "}
          {at !== null && <Time at={at} />}
        </span>
        {mayChange.value && (status === "active" || status === "paused") && (
          <Button onClick={() => void verify.run()} isPending={verify.isPending}>
            {t("webhook.health.verify")}
          </Button>
        )}
      </div>
      <ProblemNotice problem={verify.problem} />
    </>
  );
}
