import type { Clock } from "../clock.ts";
import type { ExchangeResult } from "../egress/exchange.ts";
import type { Logger } from "../log.ts";
import type { Send } from "./send.ts";

type Deps = { send: Send; clock: Clock; log: Pick<Logger, "error" | "info"> };

const AGAIN_MS = 1000;
/** What a lease has left beyond the longest attempt bounds the waiting: 30 s. */
const TRIES = 30;

const isLack = (result: ExchangeResult) => result.kind !== "response" && result.lack === true;

/**
 * Sends again, second by second, what could not be sent because this machine had run out of something: that is not the receiver's fault,
 * so it is no attempt. Logged once when it begins and once when it is over. What still lacks after 30 s, or on `signal`, is interrupted,
 * which leaves the delivery due as it was.
 */
export function patiently({ send, clock, log }: Deps): Send {
  let isLacking = false;
  return async (exchange, signal) => {
    for (let tries = 1; ; tries++) {
      const result = await send(exchange, signal);
      note(result);
      if (!isLack(result) || tries === TRIES || signal?.aborted) return result;
      await new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve));
    }
  };

  function note(result: ExchangeResult): void {
    if (isLack(result) === isLacking) return;
    isLacking = !isLacking;
    if (isLacking)
      log.error("deliveries wait for this machine", { error: "error" in result ? result.error : "" });
    else log.info("deliveries go on");
  }
}
