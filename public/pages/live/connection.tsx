import { classes } from "../../components/class.ts";
import { type PlainKey, t } from "../../texts/index.ts";
import type { Tail, TailState } from "./use-tail.ts";

const words: Record<TailState, PlainKey> = {
  connecting: "live.connecting",
  open: "live.open",
  again: "live.again",
  lost: "live.lost",
  refused: "live.refused",
};

/** Whether the tail is connected, in words; read aloud when that changes. */
export function Connection({ tail: { state, isPaused } }: { tail: Tail }) {
  const isOn = state === "open" || state === "again";
  return (
    <span class={classes("connection", isOn && !isPaused && "on", state === "lost" && "off")} role="status">
      {t(isPaused && isOn ? "live.paused" : words[state])}
    </span>
  );
}
