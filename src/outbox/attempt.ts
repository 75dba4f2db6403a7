import type { AttemptOutcome } from "../wire/verdict.ts";
import type { DeliveryStatus, Trigger } from "./states.ts";

/** One HTTP request of a delivery as it is kept. Times in epoch ms, durations in ms; JSON columns are JSON already. */
export type AttemptRecord = {
  trigger: Trigger;
  started: number;
  duration: number;
  timings: string | null;
  outcome: AttemptOutcome;
  status_code: number | null;
  error: string | null;
  url: string;
  /** JSON of [name, value] pairs, secret values masked. */
  request_headers: string;
  body_format: string;
  response_headers: string | null;
  response_body: string | null;
  response_truncated: boolean | null;
  remote_address: string | null;
};

/** What an attempt makes of its delivery; `status` null leaves it as it is, `success` null leaves the webhook's health. */
export type Next = {
  status: Exclude<DeliveryStatus, "cancelled"> | null;
  next_attempt_at: number | null;
  completed_at: number | null;
  scheduled_count: number;
  success: boolean | null;
};
