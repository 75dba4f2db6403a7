import { formatDuration } from "../format/duration.ts";
import { type PlainKey, t } from "../texts/index.ts";
import type { Attempt } from "./attempt.ts";

const steps = ["dns", "connect", "tls", "first_byte", "rest"] as const;
type Step = (typeof steps)[number];

const names: Record<Step, PlainKey> = {
  dns: "timing.dns",
  connect: "timing.connect",
  tls: "timing.tls",
  first_byte: "timing.first_byte",
  rest: "timing.rest",
};

const WIDTH = 1000;

/** Where the time went: a bar of the steps, and each of them in words. */
export function AttemptTimings({ attempt }: { attempt: Attempt }) {
  const spans = spansOf(attempt);
  const told = spans.filter(({ step }) => step !== "rest").map(({ step, ms }) => [names[step], ms] as const);
  return (
    <div class="timings">
      {spans.length > 0 && <Bar spans={spans} />}
      <p class="timings-text">
        {[...told, ["timing.total", attempt.duration_ms] as const].map(([name, ms]) => (
          <span key={name} class={`timing ${name.replace("timing.", "")}`}>
            {t(name)} <span class="num">{formatDuration(ms)}</span>
          </span>
        ))}
        {attempt.remote_address !== null && (
          <code dir="ltr" title={t("timing.address")}>
            {attempt.remote_address}
          </code>
        )}
      </p>
    </div>
  );
}

type Span = { step: Step; ms: number };

/** The steps that were made; what of the whole is none of them was spent with reading the body or waiting. */
function spansOf({ timings, duration_ms: total }: Attempt): Span[] {
  if (timings === null) return [];
  const known = steps.flatMap((step): Span[] => {
    const ms = timings[step];
    return typeof ms === "number" ? [{ step, ms }] : [];
  });
  const rest = total - known.reduce((sum, { ms }) => sum + ms, 0);
  return rest > 0 ? [...known, { step: "rest", ms: rest }] : known;
}

/** In the direction of reading; the words beside it tell the same. */
function Bar({ spans }: { spans: readonly Span[] }) {
  const total = Math.max(
    1,
    spans.reduce((sum, { ms }) => sum + ms, 0),
  );
  let at = 0;
  return (
    <svg class="timing-bar" viewBox={`0 0 ${WIDTH} 6`} preserveAspectRatio="none" aria-hidden="true">
      {spans.map(({ step, ms }) => {
        const x = at;
        at += (ms / total) * WIDTH;
        return <rect key={step} class={step} x={x} y={0} width={at - x} height={6} />;
      })}
    </svg>
  );
}
