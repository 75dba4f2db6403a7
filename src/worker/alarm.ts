import type { Clock } from "../clock.ts";

/** One timer, set to the earliest of the moments that it is given (epoch ms). */
export function createAlarm(clock: Clock, ring: () => void) {
  let timer: { at: number; cancel(): void } | null = null;

  function onTime(): void {
    timer = null;
    ring();
  }

  return {
    set(at: number): void {
      if (timer && timer.at <= at) return;
      timer?.cancel();
      timer = { at, cancel: clock.after(at - clock.now(), onTime) };
    },
    cancel(): void {
      timer?.cancel();
      timer = null;
    },
  };
}
