import type { Texts } from "../../types.ts";

/** The webhook's tab that sends a test event. */
export const test = {
  "webhook.test.type": "Event type",
  "webhook.test.data": "Data",
  "webhook.test.hint":
    "Sent now, as a real event would be: same headers, same signature. It counts for no health.",
  "webhook.test.send": "Send test event",
  "webhook.test.sending": "Sending…",
  "webhook.test.took": "took",
  "webhook.test.unverified": "The receiver has to prove itself before anything is sent to it, a test too.",
} as const satisfies Texts;
