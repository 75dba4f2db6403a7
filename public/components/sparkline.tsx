import { t } from "../texts/index.ts";

export type SparkPoint = { succeeded: number; failed: number };

const STEP = 4;
const HEIGHT = 20;
const LEAST = 3;

/** A bar for each stretch of time: how much there was, and red where some of it failed. */
export function Sparkline({ points }: { points: readonly SparkPoint[] }) {
  const most = Math.max(1, ...points.map(({ succeeded, failed }) => succeeded + failed));
  const total = (name: keyof SparkPoint) => points.reduce((sum, point) => sum + point[name], 0);
  const label = t("spark.label", { succeeded: total("succeeded"), failed: total("failed") });
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${points.length * STEP} ${HEIGHT}`}
      width={points.length * STEP}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      {points.map((point, index) => (
        <Bar key={index} x={index * STEP} share={(point.succeeded + point.failed) / most} point={point} />
      ))}
    </svg>
  );
}

/** Heights go by the root, so that a quiet hour beside a busy one can still be seen. */
function Bar({ x, share, point: { succeeded, failed } }: { x: number; share: number; point: SparkPoint }) {
  if (succeeded + failed === 0) return <rect class="none" x={x} y={HEIGHT - 1} width={3} height={1} />;
  const height = Math.max(LEAST, Math.sqrt(share) * HEIGHT);
  const bad = failed === 0 ? 0 : Math.max(LEAST, (height * failed) / (succeeded + failed));
  return (
    <>
      {succeeded > 0 && <rect class="ok" x={x} y={HEIGHT - height} width={3} height={height - bad} rx={1} />}
      {failed > 0 && <rect class="bad" x={x} y={HEIGHT - bad} width={3} height={bad} rx={1} />}
    </>
  );
}
