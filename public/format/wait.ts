import { t } from "../texts/index.ts";
import { formatNumber } from "./number.ts";

const UNITS = [
  ["unit.d", 86_400],
  ["unit.h", 3600],
  ["unit.min", 60],
  ["unit.s", 1],
] as const;

/** 5 s, 30 min, 1 h 30 min: a wait of so many seconds, exactly, as schedules are written; or its `most` largest parts. */
export function formatWait(seconds: number, most: number = UNITS.length): string {
  let left = Math.round(seconds * 1000);
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = unit === "unit.s" ? left / 1000 : Math.floor(left / (size * 1000));
    left -= count * size * 1000;
    return count > 0 ? [t(unit, { value: formatNumber(count) })] : [];
  });
  return parts.length === 0 ? t("unit.s", { value: 0 }) : parts.slice(0, most).join(" ");
}

/** The largest unit that a wait is a whole number of, in seconds: 300 s are 5 min. */
export const unitOf = (seconds: number): number =>
  UNITS.find(([, size]) => seconds >= size && seconds % size === 0)?.[1] ?? 1;
