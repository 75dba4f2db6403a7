import type { Profile } from "../../wire/profile.ts";
import type { Part } from "./model.ts";
import { counted, duration, listed, total } from "./words.ts";

type Retries = Part<"retries">;

/** `a status from 200 to 299`, `status 200`. */
export function successWords({ success }: Pick<Profile, "success">): string {
  if (success === "2xx") return "a 2xx status";
  return `status ${listed(success.map(String), "or")}`;
}

/** What counts as success. */
export function answering(profile: Profile): Part<"answering"> {
  const { success, timeout_seconds } = profile;
  const exact = success === "2xx" ? "" : " Any other, also another 2xx, is a failure.";
  return {
    success,
    timeout_seconds,
    text: [
      `A delivery has succeeded when your URL answers ${successWords(profile)}.${exact}`,
      `Your URL has ${duration(timeout_seconds)} for the whole exchange, from the connection to the end of its answer; what takes longer is a failure.`,
      "Redirects (3xx) are failures and are never followed: register the final URL.",
      "What the answer's body says does not matter; keep it short.",
    ],
  };
}

/** When an attempt follows a failed one, and what comes after the last. */
export function retries({ retry, dispatch }: Profile): Retries {
  const { jitter, honour_retry_after } = retry;
  const attempts = schedule(retry.delays_seconds, dispatch);
  const again = [AGAIN, ...jitterWords(jitter, dispatch), ...(honour_retry_after ? [RETRY_AFTER] : [])];
  const text = [
    ...dispatchWords[dispatch],
    ...(attempts.length === 1 ? ["A failed delivery is not attempted again."] : again),
    `After ${counted(attempts.length, "failed attempt")} the delivery is marked as \`failed\` and a notification is sent. It can be retried by hand, alone or together with others.`,
  ];
  return { attempts, jitter, honour_retry_after, dispatch, text };
}

const AGAIN =
  "A failed delivery is attempted again, as the table says; each delay counts from the failure before it.";

const RETRY_AFTER =
  "An answer can ask for a later attempt with `Retry-After`, in seconds or as a date: up to twice the delay in the table, or an hour if that is more.";

const dispatchWords: Record<Profile["dispatch"], string[]> = {
  immediate: [],
  sweep: [
    "Deliveries wait in a queue, and a background process sends what is due every minute, on the minute. So the first attempt comes within a minute, and each retry with the minute in which it falls due.",
  ],
};

const firstDelay: Record<Profile["dispatch"], string> = { immediate: "Immediate", sweep: "Next full minute" };

/** Without jitter the delays are exact, but for those that wait for the sweep, of which `dispatchWords` tells. */
function jitterWords(jitter: number, dispatch: Profile["dispatch"]): string[] {
  if (jitter === 0) return dispatch === "sweep" ? [] : ["The delays are exact."];
  const share = `${Math.round(jitter * 1000) / 10} %`;
  return [`Each delay is up to ${share} shorter or longer, at random, so that not all retries come at once.`];
}

function schedule(delays: number[], dispatch: Profile["dispatch"]): Retries["attempts"] {
  let sum = 0;
  return [0, ...delays].map((delay, at) => {
    sum += delay;
    const note = at === 0 ? " (initial)" : at === delays.length ? " (final)" : "";
    return {
      attempt: `${at + 1}${note}`,
      delay: at === 0 ? firstDelay[dispatch] : duration(delay),
      total: total(sum),
      delay_seconds: delay,
      total_seconds: sum,
    };
  });
}

/** What happens to a webhook that keeps failing. */
export function trouble({ disable, warn_after_consecutive_failures: warning }: Profile): Part<"trouble"> {
  const { after_consecutive_failures: failures, after_failing_hours: hours, on_410 } = disable;
  const reached = [
    ...(failures === null ? [] : [byCount(failures)]),
    ...(hours === null ? [] : [byTime(hours)]),
  ];
  const rules = [
    ...reached,
    ...(reached.length === 0 ? [] : ["A notification is sent at 50 %, 90 % and 100 % of the way there."]),
    ...(on_410 ? ["An answer of `410 Gone` disables it at once."] : []),
  ];
  const warned = `After ${counted(warning, "failed attempt")} in a row a webhook shows a warning. A success ends it.`;
  return { text: [warned, ...(rules.length === 0 ? [NEVER_DISABLED] : [...rules, DISABLED])] };
}

const byCount = (failures: number) =>
  `After ${counted(failures, "failed attempt")} in a row, with no success between, it is disabled.`;

const byTime = (hours: number) =>
  `When attempts have failed for ${duration(hours * 3600)} and none has succeeded, it is disabled.`;

const NEVER_DISABLED = "It is never disabled for failing.";

const DISABLED =
  'A disabled webhook receives nothing, and what was waiting for it is cancelled. Enable it again with `PATCH /webhooks/<id>` and `{"status": "active"}`; `POST /webhooks/<id>/recover` then sends what it has missed.';
