import type { api, DataOf } from "../api/client.ts";
import { formatAbout } from "../format/duration.ts";
import { httpStatus } from "../format/http-status.ts";
import { isEnglish, type PlainKey, t, word } from "../texts/index.ts";

/** A delivery with its attempts, as `GET /deliveries/{id}` answers it. */
export type Delivery = DataOf<ReturnType<typeof api.deliveries>["get"]>;
/** An attempt of a large delivery comes without its bodies. */
export type ListedAttempt = Delivery["attempts"][number];
/** With its bodies, as `GET /deliveries/{id}/attempts/{number}` answers it. */
export type Attempt = DataOf<ReturnType<ReturnType<typeof api.deliveries>["attempts"]>["get"]>;

type Told = Pick<Attempt, "outcome" | "status_code" | "error"> & { response?: ListedAttempt["response"] };

const ANSWERED = ["success", "http_error", "redirect"];

/** What came of an attempt in one sentence: the answer's status, or why there was none, in English by the server's words. */
export function headline({ outcome, status_code: code, error, response }: Told): string {
  if (code === null || !ANSWERED.includes(outcome))
    return (isEnglish() ? error : null) ?? word("outcome", outcome);
  const pause = outcome === "http_error" ? askedPause(response ?? null) : null;
  return pause === null
    ? httpStatus(code)
    : t("attempt.asked_pause", { status: httpStatus(code), span: formatAbout(pause) });
}

/** The server's English sentence, where the headline is not that itself; null where there is none. */
export const serverWords = ({ outcome, status_code: code, error }: Told): string | null =>
  isEnglish() || (code !== null && ANSWERED.includes(outcome)) ? null : error;

/** Milliseconds of a Retry-After that gives seconds; others are left to the header itself. Source: RFC 9110, 10.2.3. */
function askedPause(response: ListedAttempt["response"]): number | null {
  const [value = ""] = [response?.headers["retry-after"] ?? ""].flat();
  return /^\d{1,9}$/.test(value) ? Number(value) * 1000 : null;
}

/** What an outcome means and what to do about it; null where there is nothing to do. */
export function advice({ outcome, status_code: code }: Told): PlainKey | null {
  if (outcome === "http_error") return httpAdvice(code ?? 0);
  return adviceOf[outcome] ?? null;
}

const adviceOf: Record<string, PlainKey> = {
  redirect: "advice.redirect",
  timeout: "advice.timeout",
  dns_error: "advice.dns_error",
  connection_error: "advice.connection_error",
  tls_error: "advice.tls_error",
  blocked: "advice.blocked",
  response_too_large: "advice.response_too_large",
  invalid_response: "advice.invalid_response",
  interrupted: "advice.interrupted",
};

const byStatus: Record<number, PlainKey> = {
  401: "advice.http.refused",
  403: "advice.http.refused",
  404: "advice.http.missing",
  405: "advice.http.missing",
  410: "advice.http.gone",
  413: "advice.http.too_large",
  429: "advice.http.busy",
  503: "advice.http.busy",
};

const httpAdvice = (code: number): PlainKey =>
  byStatus[code] ??
  (code >= 500 ? "advice.http.server" : code >= 400 ? "advice.http.client" : "advice.http.other");
