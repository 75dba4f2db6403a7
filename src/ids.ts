import { monotonicFactory } from "ulid";
import type { Clock } from "./clock.ts";

export type IdPrefix = "evt" | "wh" | "dlv" | "key" | "job" | "pts" | "usr" | "ses";

/** Makes ids such as `evt_01HM6Q0Y5ZJ8...`: opaque to callers, ordered by time, never twice the same. */
export type NewId = (prefix: IdPrefix) => string;

export function createIds(clock: Clock): NewId {
  const ulid = monotonicFactory();
  return (prefix) => `${prefix}_${ulid(clock.now())}`;
}
