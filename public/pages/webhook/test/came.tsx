import { advice, headline, serverWords } from "../../../components/attempt.ts";
import { OutcomeBadge } from "../../../components/badge.tsx";
import { Remedy } from "../../../components/remedy.tsx";
import { ServerWords } from "../../../components/server-words.tsx";
import { Duration, Time } from "../../../components/values.tsx";
import { t } from "../../../texts/index.ts";
import type { Attempt } from "../types.ts";

/** What came of a test, and what to do where it did not work. */
export function Came({ attempt }: { attempt: Attempt }) {
  const what = advice(attempt);
  return (
    <>
      <div class="facts">
        <OutcomeBadge outcome={attempt.outcome} code={attempt.status_code} />
        <bdi>{headline(attempt)}</bdi>
        <span>
          {t("webhook.test.took")} <Duration ms={attempt.duration_ms} />
        </span>
        <Time at={attempt.started} />
      </div>
      {what && <p class="dim">{t(what)}</p>}
      <Remedy {...attempt} />
      <ServerWords words={serverWords(attempt)} />
    </>
  );
}
