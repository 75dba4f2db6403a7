import { getCACertificates } from "node:tls";
import type { Transporter } from "nodemailer";
import type { Letter } from "./letter.ts";

/**
 * How the mail server took a letter. `rejected`: it will never take mail for this address; `deferred`: not this letter now;
 * `unavailable`: it cannot be used at all for now. `error` is one plain sentence without secrets.
 */
export type Posted = { kind: "accepted" } | { kind: "rejected" | "deferred" | "unavailable"; error: string };

export type Post = (letter: Letter, to: string) => Promise<Posted>;

export type SmtpOptions = {
  /** `smtp://user:password@host:port`, or smtps. */
  url: string;
  from: string;
  /** PEM certificates, trusted besides the system's roots. */
  ca?: string | undefined;
  /** How long to wait for a connection, and for each answer, in milliseconds. */
  timeoutMs?: number;
};

const TIMEOUT_MS = 10_000;
/** Servers may think longer about a message that they have been given. Source: RFC 5321 section 4.5.3.2. */
const ANSWER_FACTOR = 3;

/** Who mail is from: who the operator says, else the first operator, else Posthorn at its own host. */
export function senderOf(config: {
  mailFrom: string | null;
  adminEmail: string | null;
  baseUrl: string | null;
}): string {
  const host = config.baseUrl === null ? "localhost" : new URL(config.baseUrl).hostname;
  return config.mailFrom ?? config.adminEmail ?? `posthorn@${host}`;
}

/** Sends letters through one SMTP server, each over a connection of its own. The library is loaded with the first one. */
export function createPost({ url, from, ca, timeoutMs = TIMEOUT_MS }: SmtpOptions): Post {
  const domain = from.replace(/^.*@/s, "").replace(/[>\s].*$/s, "");
  const secret = decodeURIComponent(URL.parse(url)?.password ?? "");
  let transport: Promise<Transporter> | null = null;

  return async ({ subject, text, html, id, thread }, to) => {
    transport ??= connect(url, ca, timeoutMs);
    try {
      await (await transport).sendMail({
        from,
        to: { name: "", address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${domain}>`,
        ...(thread && { references: `<${thread}@${domain}>` }),
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return { kind: "accepted" };
    } catch (error) {
      return refusalOf(error as SmtpError, secret);
    }
  };
}

async function connect(url: string, ca: string | undefined, timeoutMs: number): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const waits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, dnsTimeout: timeoutMs };
  const tls = ca === undefined ? {} : { tls: { ca: [...getCACertificates("default"), ca] } };
  return createTransport({ url, ...waits, ...tls, socketTimeout: ANSWER_FACTOR * timeoutMs });
}

/** What nodemailer throws. */
type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string };

function refusalOf(thrown: SmtpError, secret: string): Posted {
  const { command, response, message } = thrown;
  const said =
    typeof response === "string" && response !== ""
      ? `The mail server answered ${JSON.stringify(response.replace(/\s+/g, " ").slice(0, 300))}.`
      : `The mail server could not be used: ${message.replace(/\s+/g, " ").slice(0, 300)}.`;
  const error = secret === "" ? said : said.replaceAll(secret, "***");
  return { kind: kindOf(thrown, command), error };
}

/** Only an address that is refused for good is: whatever else is wrong may be mended, and nothing is lost until then. */
function kindOf({ code, responseCode = 0 }: SmtpError, command = ""): Exclude<Posted["kind"], "accepted"> {
  const aboutAddress = code === "EENVELOPE" && (command === "RCPT TO" || command === "API");
  if (aboutAddress) return responseCode >= 500 || responseCode === 0 ? "rejected" : "deferred";
  return code === "EMESSAGE" || command === "DATA" ? "deferred" : "unavailable";
}
