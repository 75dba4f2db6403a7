import { useEffect, useState } from "preact/hooks";
import { type Fault, faultsOutside, type Problem } from "../api/problem.ts";
import { isPortal } from "../app/mode.ts";
import { type PlainKey, t } from "../texts/index.ts";
import { Button } from "./button.tsx";
import { TriangleAlert } from "./icons.ts";
import { ServerWords } from "./server-words.tsx";

type ProblemNoticeProps = {
  problem: Problem | null;
  /** Faults at these places are shown by the fields themselves. */
  fields?: readonly string[];
  /** Asks once more. */
  onRetry?(): void;
};

/** What happened, the server's words for it, and what to do; where it happened. It is read aloud as it appears. */
export function ProblemNotice({ problem, fields = [], onRetry }: ProblemNoticeProps) {
  return <div role="alert">{problem && <Told key={problem} {...{ problem, fields, onRetry }} />}</div>;
}

function Told({
  problem,
  fields,
  onRetry,
}: {
  problem: Problem;
  fields: readonly string[];
  onRetry: (() => void) | undefined;
}) {
  const wait = useCountdown(problem.retryAfterSeconds ?? 0);
  const faults = faultsOutside(problem, fields);
  return (
    <div class="note bad problem" tabIndex={-1}>
      <TriangleAlert size={16} aria-hidden="true" />
      <div class="note-text">
        <strong>{t(whatHappened(problem))}.</strong>{" "}
        <ServerWords words={faults.length === 0 ? sentence(problem) : null}>
          {whatToDo(problem, wait)}
        </ServerWords>
        <Faults faults={faults} />
      </div>
      {onRetry && (
        <div class="note-action">
          <Button onClick={onRetry} disabled={wait > 0}>
            {t("action.retry")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Faults({ faults }: { faults: Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <ul>
      {faults.map(({ pointer, detail }) => (
        <li key={pointer + detail}>
          {pointer !== "" && <code>{pointer}</code>} <bdi>{detail}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** The server's words, unless they only repeat what the fields show, or what to do once a session has ended. */
const sentence = ({ status, errors, detail }: Problem): string | null =>
  detail === "" || status === 401 || (status === 422 && errors.length > 0) ? null : detail;

const happened: Record<number, PlainKey> = {
  0: "problem.unreachable",
  400: "problem.400",
  401: "problem.401",
  403: "problem.403",
  404: "problem.404",
  409: "problem.409",
  413: "problem.413",
  422: "problem.422",
  429: "problem.429",
  503: "problem.503",
};
const whatHappened = ({ status }: Problem) => happened[status] ?? "problem.500";

const doing: Record<number, PlainKey> = {
  0: "problem.unreachable.do",
  401: isPortal ? "problem.401.portal" : "problem.401.do",
  404: "problem.404.do",
  413: "problem.413.do",
  500: "problem.500.do",
};

function whatToDo({ status, detail, retryAfterSeconds }: Problem, wait: number): string {
  if (retryAfterSeconds !== null)
    return wait > 0 ? t("problem.429.do", { count: wait }) : t("problem.429.now");
  if (status === 403 && detail === "") return t("problem.403.do");
  if (status === 503 && detail === "") return t("problem.503.do");
  const key = doing[status];
  return key ? t(key) : "";
}

/** Whole seconds that are left, counted down. */
function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}
