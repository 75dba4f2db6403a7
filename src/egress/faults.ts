import type { Fault, FaultKind } from "./exchange.ts";
import { lackOf } from "./lack.ts";

/** A fault on its way through undici, which passes the errors of its connectors on as they are. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.error);
  }
}

const CLOSED = "{host} closed the connection before its answer was complete.";

/** The code of an error, or its message where undici has one code for many -> what it is and how to say it. */
const BY_CODE: Readonly<Record<string, readonly [FaultKind, string]>> = {
  ENOTFOUND: ["dns_error", "The name {host} does not exist."],
  EAI_AGAIN: ["dns_error", "The name server did not answer for {host}."],
  ECONNREFUSED: ["connection_error", "{host} refused the connection."],
  ECONNRESET: ["connection_error", "{host} reset the connection."],
  EPIPE: ["connection_error", CLOSED],
  ETIMEDOUT: ["connection_error", "{host} could not be reached."],
  EHOSTUNREACH: ["connection_error", "{host} could not be reached."],
  ENETUNREACH: ["connection_error", "The network of {host} could not be reached."],
  UND_ERR_SOCKET: ["connection_error", CLOSED],
  "(Invalid EOF state)": ["connection_error", CLOSED],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: [
    "invalid_response",
    "The answer of {host} has not the length that it announced.",
  ],
  "bad upgrade": ["invalid_response", "{host} switched to another protocol without being asked."],
  "bad response": ["invalid_response", "{host} sent something that is no answer to the request."],
  UND_ERR_HEADERS_OVERFLOW: ["response_too_large", "The headers {host} answered with are too large."],
  UND_ERR_INVALID_ARG: ["blocked", "The request cannot be sent: {message}."],
  UND_ERR_NOT_SUPPORTED: ["blocked", "The request cannot be sent: {message}."],
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: ["blocked", "The request cannot be sent: {message}."],
  UND_ERR_DESTROYED: ["interrupted", "Posthorn stopped before {host} had answered."],
  CERT_HAS_EXPIRED: ["tls_error", "The certificate of {host} has expired."],
  CERT_NOT_YET_VALID: ["tls_error", "The certificate of {host} is not valid yet."],
  CERT_REVOKED: ["tls_error", "The certificate of {host} was revoked."],
  ERR_TLS_CERT_ALTNAME_INVALID: ["tls_error", "The certificate of {host} is for another name."],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["tls_error", "The certificate of {host} is self-signed."],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "tls_error",
    "The certificate of {host} is from an authority which is not trusted.",
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "tls_error",
    "The certificate of {host} is from an authority which is not trusted, or the server left out the certificates in between.",
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: ["tls_error", "{host} does not speak TLS at this port."],
};

/** For codes without a line of their own. */
const BY_FAMILY: readonly [RegExp, FaultKind, string][] = [
  [/^(CERT|ERR_TLS|ERR_SSL|UNABLE_TO)_/, "tls_error", "No secure connection to {host}: {message}."],
  [/^HTTPParserError$/, "invalid_response", "{host} did not answer in HTTP/1.1 {message}."],
  [/^(EAI|DNS)_/, "dns_error", "The name {host} could not be resolved: {message}."],
  [/(?:)/, "connection_error", "The connection to {host} failed: {message}."],
];

/** What stands before the reason, in brackets, when undici cannot parse an answer; such errors have no code. */
const PARSER_PREAMBLE = "Response does not match the HTTP/1.1 protocol ";

/** What an error of the network, of TLS or of undici means to the one who reads the log. */
export function faultOf(thrown: unknown, host: string): Fault {
  if (thrown instanceof FaultError) return thrown.fault;
  const lack = lackOf(thrown as { code?: string });
  if (lack) return lack;
  const {
    name = "",
    code = name,
    message: text = String(thrown),
  } = thrown as Partial<Error> & { code?: string };
  const message = text.replace(PARSER_PREAMBLE, "").replace(/\.$/, "");
  const [kind, sentence] = BY_CODE[message] ?? BY_CODE[code] ?? familyOf(code);
  const values: Record<string, string> = { host, message };
  return { kind, error: sentence.replace(/\{(host|message)\}/g, (_, name) => values[name] ?? "") };
}

function familyOf(code: string): readonly [FaultKind, string] {
  const [, kind, sentence] = BY_FAMILY.find(([codes]) => codes.test(code)) ?? [];
  return [kind ?? "connection_error", sentence ?? "The connection to {host} failed."];
}
