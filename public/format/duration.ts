import { t } from "../texts/index.ts";
import { formatNumber } from "./number.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number) => String(value).padStart(2, "0");

/** 31 ms, 1.21 s, 4 min, 2 h 06 min, 3 d 4 h: two parts at most, of milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return t("unit.ms", { value: formatNumber(Math.round(ms)) });
  if (ms < MINUTE) return t("unit.s", { value: (ms / SECOND).toFixed(ms < 10 * SECOND ? 2 : 1) });
  if (ms < HOUR)
    return parts("unit.min", Math.floor(ms / MINUTE), "unit.s", Math.floor((ms % MINUTE) / SECOND));
  if (ms < DAY) return parts("unit.h", Math.floor(ms / HOUR), "unit.min", Math.floor((ms % HOUR) / MINUTE));
  return parts("unit.d", Math.floor(ms / DAY), "unit.h", Math.floor((ms % DAY) / HOUR));
}

type Unit = "unit.s" | "unit.min" | "unit.h" | "unit.d";

function parts(large: Unit, count: number, small: Unit, rest: number): string {
  const first = t(large, { value: formatNumber(count) });
  return rest === 0 ? first : `${first} ${t(small, { value: two(rest) })}`;
}

/** 15 s, 4 min, 2 h: one part, for what is read at a glance. */
export function formatAbout(ms: number): string {
  const [unit, size] = ABOUT.find(([, least]) => ms >= least) ?? (["unit.ms", 1] as const);
  return t(unit, { value: formatNumber(Math.round(ms / size)) });
}

const ABOUT = [
  ["unit.d", DAY],
  ["unit.h", HOUR],
  ["unit.min", MINUTE],
  ["unit.s", SECOND],
] as const;
