import { signal } from "@preact/signals";
import { locale, t } from "../texts/index.ts";
import { formatAbout } from "./duration.ts";

const SECOND = 1000;
const TICK_MS = 10 * SECOND;
const JUST_NOW_MS = 5 * SECOND;

/** Epoch milliseconds, moved on every ten seconds: what shows relative times changes with it. */
export const now = signal(Date.now());
setInterval(() => {
  if (document.visibilityState === "visible") now.value = Date.now();
}, TICK_MS);
document.addEventListener("visibilitychange", () => {
  now.value = Date.now();
});

/** 2 min ago, just now, in 24 min. */
export function formatRelative(iso: string, at = Math.max(now.value, Date.now())): string {
  const past = at - Date.parse(iso);
  if (Math.abs(past) < JUST_NOW_MS) return t(past > -1 * SECOND ? "time.just_now" : "time.any_moment");
  const span = formatAbout(Math.abs(past));
  return past > 0 ? t("time.ago", { span }) : t("time.in", { span });
}

/** 2026-11-22 03:46:08.120 UTC */
export const formatExact = (iso: string): string =>
  `${new Date(iso).toISOString().replace("T", " ").replace("Z", "")} UTC`;

/** 3 Mar 2026 */
export const formatDate = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: "numeric" }).format(
    new Date(iso),
  );

/** 01:40, or with the day in front where that is not today; in the reader's own time zone. */
export function formatClock(iso: string, at = now.value): string {
  const date = new Date(iso);
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const isToday = date.toDateString() === new Date(at).toDateString();
  const day = isToday ? {} : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(locale(), { ...day, ...time }).format(date);
}

/** 03:46:08, or with the day in front where that is not today; in the reader's own time zone. */
export function formatSecond(iso: string, at = now.value): string {
  const seconds = String(new Date(iso).getSeconds()).padStart(2, "0");
  return `${formatClock(iso, at)}:${seconds}`;
}
