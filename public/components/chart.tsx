import { useEffect, useRef, useState } from "preact/hooks";
import { theme } from "../app/preferences.ts";
import { formatNumber } from "../format/number.ts";
import { locale, t } from "../texts/index.ts";
import type { Drawing, Drawn, Series } from "./uplot.ts";

type ChartProps = Pick<Drawn, "at" | "series"> & { label: string };

/** Lines over time. The library that draws them is fetched when the first one is shown; its place is kept until then. */
export function Chart({ label, at, series }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useDrawing(place);
  useEffect(() => {
    drawing?.draw({ at, series, locale: locale() });
  }, [drawing, at, series, theme.value, locale()]);
  return (
    <figure class="chart">
      <div ref={place} class="chart-place" role="img" aria-label={summary(label, series)} dir="ltr" />
      <figcaption class="legend">
        {series.map(({ name, colour }) => (
          <span key={name} class={`key ${colour}`}>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function useDrawing(place: { current: HTMLDivElement | null }): Drawing | null {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let made: Drawing | null = null;
    let isGone = false;
    void import("./uplot.ts").then(({ createDrawing }) => {
      if (isGone || !place.current) return;
      made = createDrawing(place.current);
      setDrawing(made);
    });
    return () => {
      isGone = true;
      made?.remove();
    };
  }, []);
  return drawing;
}

const summary = (label: string, series: readonly Series[]) =>
  series
    .map(({ name, values }) => {
      const known = values.filter((value) => value !== null);
      const [highest, latest] = [Math.max(0, ...known), known.at(-1) ?? 0].map(formatNumber);
      return t("chart.range", { label: `${label}, ${name}`, highest: highest ?? "", latest: latest ?? "" });
    })
    .join("; ");
