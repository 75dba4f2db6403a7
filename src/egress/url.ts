import { isIP } from "node:net";
import { type AddressPolicy, judgeAddress, type Refusal } from "./addresses.ts";

export type UrlFault = { code: "invalid_url" | "https_required" | "url_not_allowed"; detail: string } & {
  /** The fault without the operator's settings, where `detail` names one. */
  plain?: string;
};
export type UrlRules = { requireHttps: boolean };

/** Longest URL taken, in characters. */
export const MAX_URL_LENGTH = 2048;

/** What browsers refuse to speak HTTP to (https://fetch.spec.whatwg.org/#port-blocking). */
const BAD_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/**
 * What is wrong with a webhook's URL as far as the URL itself shows it, or null. Names are not resolved here: the
 * sender judges what they resolve to at each connection.
 */
export function urlFault(url: string, rules: UrlRules, policy: AddressPolicy): UrlFault | null {
  const target = parseTarget(url, rules, policy);
  return target instanceof URL ? spellingFault(url, target) : target;
}

/**
 * A host that is not written as it is understood ("http:///x" is http://x/, "http://127.1/" is http://127.0.0.1/) is refused where
 * a URL is taken: whoever reads it later would take it for another. Case, an IDN's letters, the root dot and the forms of an
 * IPv6 address are no difference.
 */
function spellingFault(text: string, target: URL): UrlFault | null {
  const written = /^[a-z]+:\/\/(\[[^\]]*\]|[^/\\?#:]+)/i.exec(text)?.[1] ?? "";
  const isSame =
    isIP(hostOf(target)) === 4 ? written.replace(/\.$/, "") === target.hostname : isNamed(written, target);
  if (isSame) return null;
  return { code: "invalid_url", detail: `The URL's host means ${target.host}: write ${target.href}` };
}

function isNamed(written: string, { hostname }: URL): boolean {
  if (hostname.startsWith("[")) return written.startsWith("[");
  const isAscii = /^[\x21-\x7e]+$/.test(written);
  return isAscii
    ? written.toLowerCase().replace(/\.$/, "") === hostname
    : written !== "" && !written.includes("%");
}

/** As `urlFault`, but a good URL comes back parsed, its host without the root dot (RFC 6066 forbids it in TLS names). */
export function parseTarget(url: string, rules: UrlRules, policy: AddressPolicy): URL | UrlFault {
  const target = readUrl(url);
  if (typeof target === "string") return { code: "invalid_url", detail: target };
  const schemes = rules.requireHttps ? ["https:"] : ["https:", "http:"];
  if (!schemes.includes(target.protocol)) {
    const detail = `The URL must start with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}.`;
    return { code: target.protocol === "http:" ? "https_required" : "invalid_url", detail };
  }
  if (BAD_PORTS.has(portOf(target))) {
    const detail = `Port ${portOf(target)} belongs to another protocol; browsers refuse it, and so does Posthorn.`;
    return { code: "url_not_allowed", detail };
  }
  const refusal = addressFault(target, policy);
  return refusal ? { code: "url_not_allowed", detail: refusal.reason, plain: refusal.plain } : target;
}

/** The port of an http or https URL, its scheme's own when it names none. */
export function portOf(url: URL): number {
  return Number(url.port || (url.protocol === "https:" ? 443 : 80));
}

/** The host as it is resolved and dialled: no brackets around IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** The URL, or the sentence that says why it is none that we take. */
function readUrl(text: string): URL | string {
  if (text.length > MAX_URL_LENGTH) return `The URL is longer than ${MAX_URL_LENGTH} characters.`;
  // The URL parser would drop line breaks and tabs without a word.
  if (/[\s\p{Cc}]/u.test(text)) return "The URL contains a space or a control character.";
  const url = URL.parse(text);
  if (!url) return "This is not a URL.";
  if (url.username || url.password) return "The URL must not contain a user name or password.";
  if (text.includes("#")) return "The URL must not have a fragment (#...): it would never be sent.";
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  return url;
}

/** localhost is refused here only when neither of its addresses is open; what it really resolves to is judged later. */
function addressFault(url: URL, policy: AddressPolicy): Refusal | null {
  const host = hostOf(url);
  const addresses = isIP(host) ? [host] : /(^|\.)localhost$/.test(host) ? ["127.0.0.1", "::1"] : [];
  const judged = addresses.map((address) => judgeAddress(policy, address, portOf(url)));
  const first = judged[0];
  return first?.allowed === false && judged.every(({ allowed }) => !allowed) ? first : null;
}
