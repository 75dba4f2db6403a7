import { useEffect, useRef, useState } from "preact/hooks";
import { formatWait } from "../../format/wait.ts";
import { t } from "../../texts/index.ts";
import { type Attempt, labelled, placeOf, ticksOf } from "./timeline.ts";

const LINE = 34;
const HEIGHT = 64;

const at = (seconds: number, end: number) => `${placeOf(seconds, end).toFixed(2)}%`;

/** What a number above the line and a moment below it need to be told apart. */
const NUMBER_PX = 18;
const TICK_PX = 64;

/** How wide the place is, as it changes. */
function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDE_PX);
  useEffect(() => {
    const observer = new ResizeObserver(() => setWidth(place.current?.clientWidth || WIDE_PX));
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return [place, width] as const;
}

const WIDE_PX = 960;

/** The attempts of a delivery on a line of time, with how far jitter may move each. The table beside it says the same. */
export function TimelineDrawing({ attempts }: { attempts: readonly Attempt[] }) {
  const end = attempts.at(-1)?.latest ?? 0;
  const [place, width] = useWidth();
  const numbers = labelled(attempts, end, (100 * NUMBER_PX) / width);
  const label = t("profiles.timeline", {
    count: attempts.length,
    span: formatWait(attempts.at(-1)?.total ?? 0),
  });
  return (
    <div ref={place} class="timeline" dir="ltr">
      <svg width="100%" height={HEIGHT} role="img" aria-label={label}>
        <line class="axis" x1="0" x2="100%" y1={LINE} y2={LINE} />
        {ticksOf(end, (100 * TICK_PX) / width).map((tick) => (
          <g key={tick} class="tick">
            <line x1={at(tick, end)} x2={at(tick, end)} y1={LINE} y2={LINE + 6} />
            <text x={at(tick, end)} y={LINE + 22}>
              {formatWait(tick)}
            </text>
          </g>
        ))}
        {attempts.map((attempt) => (
          <Mark key={attempt.number} {...{ attempt, end }} isNumbered={numbers.has(attempt.number)} />
        ))}
      </svg>
    </div>
  );
}

function Mark({ attempt, end, isNumbered }: { attempt: Attempt; end: number; isNumbered: boolean }) {
  const { number, total, earliest, latest } = attempt;
  const width = placeOf(latest, end) - placeOf(earliest, end);
  return (
    <g class="attempt">
      <title>{t("profiles.timeline.attempt", { number, span: formatWait(total) })}</title>
      {width > 0 && (
        <rect
          class="jitter"
          x={at(earliest, end)}
          width={`${width.toFixed(2)}%`}
          y={LINE - 7}
          height={14}
          rx={7}
        />
      )}
      <circle cx={at(total, end)} cy={LINE} r={4} />
      {isNumbered && (
        <text x={at(total, end)} y={LINE - 14}>
          {number}
        </text>
      )}
    </g>
  );
}
