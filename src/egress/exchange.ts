/** One request to make. `timeoutMs` bounds the whole exchange, from the name lookup to the last byte of the answer. */
export type Exchange = {
  method: "POST" | "GET" | "OPTIONS";
  url: string;
  /** Sent in this order and with this spelling; `host` and what frames the body are the sender's own. */
  headers: [name: string, value: string][];
  body: string | null;
  timeoutMs: number;
  requireHttps: boolean;
  /**
   * Called once with a status from 200 to 299, as soon as the headers are in. True when nothing more is needed of the response:
   * the rest of it is then read for one more second at most.
   */
  onSuccess?(statusCode: number): boolean;
};

/**
 * Whole milliseconds. `dns`, `connect` and `tls` are null when that step was not reached, not needed, or was done for an
 * earlier request on the same connection; `first_byte` runs from writing the request to the first byte of the answer.
 */
export type Timings = {
  dns: number | null;
  connect: number | null;
  tls: number | null;
  first_byte: number | null;
  total: number;
};

/** A response as it is kept: header names in lower case, body as UTF-8 text within the limit, decoded where it was gzip. */
export type Received = {
  statusCode: number;
  headers: Record<string, string | string[]>;
  body: string;
  /** The body went on, or would have: too long, too late, or broken off. */
  truncated: boolean;
};

export type FaultKind =
  | "timeout"
  | "dns_error"
  | "connection_error"
  | "tls_error"
  | "blocked"
  | "response_too_large"
  | "invalid_response"
  | "interrupted";

/** Why there is no whole answer, `error` being one plain sentence for a human. */
export type Fault = {
  kind: FaultKind;
  error: string;
  /** This machine has run out of something: the receiver had no part in it. */
  lack?: true;
};

/**
 * What came of an exchange. A fault after the status line carries what had come, unless the status is a success (2xx):
 * then it is a `response` with `truncated`, for the receiver has said that it took the request. `remoteAddress` is the vetted
 * address that was dialled, null when none was or a proxy did it.
 */
export type ExchangeResult = (
  | { kind: "response"; response: Received }
  | (Fault & { response: Received | null })
) & { timings: Timings | null; remoteAddress: string | null };
