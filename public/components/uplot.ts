import UPlot from "uplot";

export type Series = {
  name: string;
  colour: "accent" | "bad" | "ok" | "warn" | "idle";
  values: readonly (number | null)[];
  /** Coloured below the line; one of them. */
  filled?: boolean;
};

export type Drawn = {
  /** Epoch milliseconds, ascending, one for each value. */
  at: readonly number[];
  series: readonly Series[];
  locale: string;
};

export type Drawing = { draw(what: Drawn): void; remove(): void };

const HEIGHT = 176;
const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** A chart in `place`, as wide as that is, in the colours that hold there now. */
export function createDrawing(place: HTMLElement): Drawing {
  let plot: UPlot | null = null;
  let last: Drawn | null = null;
  const resize = new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height: HEIGHT }));
  resize.observe(place);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const redraw = () => last && draw(last);
  scheme.addEventListener("change", redraw);

  function draw(drawn: Drawn): void {
    last = drawn;
    plot?.destroy();
    plot = new UPlot(options(place, drawn), data(drawn), place);
  }

  return {
    draw,
    remove() {
      resize.disconnect();
      scheme.removeEventListener("change", redraw);
      plot?.destroy();
    },
  };
}

const data = ({ at, series }: Drawn) =>
  [at.map((ms) => ms / 1000), ...series.map(({ values }) => [...values])] as UPlot.AlignedData;

function options(place: HTMLElement, { series, locale }: Drawn): UPlot.Options {
  const colour = colours(place);
  const number = new Intl.NumberFormat(locale, { notation: "compact" });
  const axis = { stroke: colour("ink-3"), font: FONT, ticks: { show: false } };
  return {
    width: place.clientWidth,
    height: HEIGHT,
    // The last label is centred below the last moment: half of it stands beyond.
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: { y: { range: (_, __, highest) => [0, Math.max(4, highest * 1.1)] } },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 6,
        grid: { show: false },
        values: (_, moments, ___, ____, step) => moments.map(clock(locale, step)),
      },
      {
        ...axis,
        size: 40,
        gap: 6,
        space: 48,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7],
        grid: { stroke: colour("line"), width: 1 },
        values: (_, values) => values.map((value) => number.format(value)),
      },
    ],
    series: [{}, ...series.map((one) => line(one, colour))],
  };
}

const line = ({ name, colour: name_, filled }: Series, colour: (token: string) => string): UPlot.Series => ({
  label: name,
  stroke: colour(name_),
  width: 1.5,
  points: { show: false },
  ...(filled && { fill: colour(`${name_}-soft`) }),
});

const DAY_SECONDS = 86_400;

/** The hour below each line; the day where a line is a day or more from the next. */
const clock = (locale: string, step: number) => {
  const form: Intl.DateTimeFormatOptions =
    step >= DAY_SECONDS
      ? { day: "numeric", month: "short" }
      : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const format = new Intl.DateTimeFormat(locale, form);
  return (seconds: number) => format.format(seconds * 1000);
};

/** What a token is here and now. A canvas does not know `light-dark()`, so the browser works it out on an element first. */
function colours(place: HTMLElement): (token: string) => string {
  return (token) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--${token})`;
    place.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}
