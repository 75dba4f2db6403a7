import { useAction } from "../../api/action.ts";
import { api } from "../../api/client.ts";
import { mayChange } from "../../app/session.ts";
import { headline, serverWords } from "../../components/attempt.ts";
import { Button } from "../../components/button.tsx";
import { Link } from "../../components/link.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { ServerWords } from "../../components/server-words.tsx";
import { isEnglish, t } from "../../texts/index.ts";
import { missedSince } from "./bulk/missed-since.ts";
import { patchWebhook } from "./changes.ts";
import { EnabledAgain } from "./enabled-again.tsx";
import type { Part } from "./part.ts";
import { type Remedy, situationOf } from "./situation.ts";
import type { Delivery } from "./types.ts";
import { useLastFailure } from "./use-last-failure.ts";
import { HandshakeLink } from "./verification-link.tsx";

/** Why not all is well, in plain words, and what to do about it; nothing where it is. */
export function Banner(part: Part) {
  const { webhook, profile, set, noteMissed } = part;
  const situation = situationOf(webhook, profile);
  const last = useLastFailure(webhook, situation?.hasFailed ?? false);
  const { id } = webhook;
  const enable = useAction(
    () => patchWebhook(id, { status: "active" }),
    (enabled) => {
      noteMissed(missedSince(webhook));
      set(enabled);
    },
  );
  const verify = useAction(() => api.webhooks({ id }).verify.post(), set);
  if (situation === null) return <EnabledAgain {...part} />;
  const { kind, title, text, remedy, words } = situation;
  const remedies: Record<Remedy, typeof enable> = { enable, verify };
  const doing = remedy && remedies[remedy];
  const mayMend = doing && mayChange.value;
  const isUnproved = remedy === "verify";
  return (
    <>
      <Notice
        {...{ kind, title }}
        {...((last || mayMend || isUnproved) && {
          action: (
            <div class="actions">
              {isUnproved && <HandshakeLink webhook={webhook} />}
              {last && <Link to={`/deliveries/${last.id}`}>{t("webhook.banner.last_attempt")}</Link>}
              {mayMend && (
                <Button onClick={() => void doing.run()} isPending={doing.isPending}>
                  {t(`webhook.banner.${remedy}`)}
                </Button>
              )}
            </div>
          ),
        })}
      >
        <ServerWords words={words ?? (last?.last_attempt ? serverWords(last.last_attempt) : null)}>
          {last?.last_attempt && <bdi>{causeOf(last.last_attempt)}</bdi>} {text}
        </ServerWords>
      </Notice>
      <ProblemNotice problem={enable.problem ?? verify.problem} />
    </>
  );
}

/** What the receiver answered, or why nothing came back; as a sentence. */
function causeOf(last: NonNullable<Delivery["last_attempt"]>): string {
  if (last.status_code !== null) return t("webhook.banner.answered", { status: headline(last) });
  return isEnglish() ? headline(last) : `${headline(last)}.`;
}
