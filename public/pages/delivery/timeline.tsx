import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { path } from "../../app/location.ts";
import {
  advice,
  type Delivery,
  headline,
  type ListedAttempt,
  serverWords,
} from "../../components/attempt.ts";
import { classes } from "../../components/class.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Link } from "../../components/link.tsx";
import { Remedy } from "../../components/remedy.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { ServerWords } from "../../components/server-words.tsx";
import { Duration, Time } from "../../components/values.tsx";
import { formatAbout } from "../../format/duration.ts";
import { formatRelative, formatSecond } from "../../format/time.ts";
import { t } from "../../texts/index.ts";

/** Every attempt in its order, and the next one; `shown` is the one whose request and answer stand below. */
export function Timeline({ delivery, shown }: { delivery: Delivery; shown: number | null }) {
  const { attempts, status, next_attempt: next, attempt_count: made } = delivery;
  return (
    <Section title={t("delivery.attempts")}>
      <Panel>
        {attempts.length === 0 && next === null ? (
          <EmptyState title={t("delivery.none_yet")}>{t("delivery.none_yet_text")}</EmptyState>
        ) : (
          <ol class="moments">
            {attempts.map((attempt, index) => (
              <Line
                key={attempt.id}
                attempt={attempt}
                before={attempts[index - 1]}
                isShown={attempt.number === shown}
                isOnly={attempts.length === 1}
              />
            ))}
            {status === "pending" && <Next at={next} number={made + 1} />}
          </ol>
        )}
      </Panel>
    </Section>
  );
}

type LineProps = {
  attempt: ListedAttempt;
  before: ListedAttempt | undefined;
  isShown: boolean;
  isOnly: boolean;
};

function Line({ attempt, before, isShown, isOnly }: LineProps) {
  const { number, started, outcome, trigger, duration_ms: ms } = attempt;
  const told = isShown ? advice(attempt) : null;
  return (
    <li
      class={classes(
        "moment",
        outcome === "success" ? "ok" : outcome === "interrupted" ? "idle" : "bad",
        isShown && !isOnly && "shown",
      )}
    >
      <span class="moment-time">
        <Time at={started} text={formatSecond(started)} /> {gap(attempt, before)}
        {(trigger === "manual" || trigger === "test") && <small>{t(`attempt.${trigger}`)}</small>}
      </span>
      <span class="moment-text">
        <Link
          to={`${path.value}?attempt=${number}`}
          data-row
          {...(isShown && { "aria-current": "page" as const })}
        >
          <bdi>{headline(attempt)}</bdi>
        </Link>
        {told !== null && <small>{t(told)}</small>}
        {isShown && <Remedy {...attempt} />}
        {isShown && <ServerWords words={serverWords(attempt)} />}
      </span>
      <span class="moment-end">
        <Duration ms={ms} />
      </span>
    </li>
  );
}

/** How long after the end of the one before it. */
function gap({ started }: ListedAttempt, before: ListedAttempt | undefined): ComponentChildren {
  if (!before) return null;
  const ms = Date.parse(started) - Date.parse(before.started) - before.duration_ms;
  return ms < 1000 ? null : <span>{t("attempt.after", { span: formatAbout(ms) })}</span>;
}

function Next({ at, number }: { at: string | null; number: number }) {
  useSeconds();
  const isDue = at === null || Date.parse(at) <= Date.now();
  return (
    <li class="moment next">
      <span class="moment-time">
        {at !== null && <Time at={at} text={formatSecond(at)} />}{" "}
        {at !== null && !isDue && <span>{formatRelative(at)}</span>}
      </span>
      <span class="moment-text dim">
        {isDue ? t("delivery.under_way") : t("delivery.next_at", { count: number })}
      </span>
      <span />
    </li>
  );
}

/** Shows the part anew each second, so that a countdown goes down. */
function useSeconds(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((last) => last + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}
