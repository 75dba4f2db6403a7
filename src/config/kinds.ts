import { accessSync, constants, statSync } from "node:fs";
import ipaddr from "ipaddr.js";

/** What a setting's text may be and what it becomes. Texts come from the environment, a file or the table's default. */
export interface Kind<T> {
  /** Ends the sentence "expected ...". */
  readonly expected: string;
  /** How much of a value may be printed: all of it, all but its credentials, or nothing. */
  readonly openness: "open" | "credentials" | "secret";
  /** The value, or undefined when the text is not as expected. Never throws. */
  parse(text: string): T | undefined;
  /** The value as text again. */
  format(value: T): string;
}

/** The host without brackets, and a port from 0 (any free one) to 65535. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

type Parse<T> = (text: string) => T | undefined;

function kind<T>(expected: string, parse: Parse<T>, format: (value: T) => string = String): Kind<T> {
  return { expected, openness: "open", parse, format };
}

function secret(expected: string, isValid: (text: string) => boolean): Kind<string> {
  return { ...kind(expected, (text) => (isValid(text) ? text : undefined)), openness: "secret" };
}

export function integer(min: number, max: number, unit: string): Kind<number> {
  return kind(`an integer from ${min} to ${max} (${unit})`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

export function choice<const C extends string>(...choices: C[]): Kind<C> {
  const expected = new Intl.ListFormat("en", { type: "disjunction" }).format(choices);
  return kind(expected, (text) => choices.find((choice) => choice === text));
}

const truths: Record<string, boolean> = { true: true, "1": true, false: false, "0": false };

export const boolean = kind("true or false", (text) =>
  Object.hasOwn(truths, text) ? truths[text] : undefined,
);

export const path = kind("a path", (text) => (text.includes("\0") ? undefined : text));

export const readableFile = kind("the path of a readable file", (text) => {
  try {
    accessSync(text, constants.R_OK);
    return statSync(text).isFile() ? text : undefined;
  } catch {
    return undefined;
  }
});

export const email = kind("an e-mail address", (text) => (/^[^@\s]+@[^@\s]+$/.test(text) ? text : undefined));

/** Source: RFC 5322, 3.4, without quoted names. */
export const mailbox = kind("an e-mail address, or `Name <address>`", (text) =>
  /^([^@<>\s\p{Cc}]+@[^@<>\s\p{Cc}]+|[^@<>\p{Cc}]*<[^@<>\s\p{Cc}]+@[^@<>\s\p{Cc}]+>)$/u.test(text)
    ? text
    : undefined,
);

export const address = kind<Address>(
  "an address and port such as 127.0.0.1:8080 or [::1]:8080",
  (text) => {
    const [, inBrackets, name, digits] = /^(?:\[([^\]]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text) ?? [];
    const host = inBrackets ?? name;
    if (host === undefined || Number(digits) > 65535) return undefined;
    if (inBrackets !== undefined && !ipaddr.IPv6.isValid(inBrackets)) return undefined;
    return { host, port: Number(digits) };
  },
  ({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`),
);

/** ipaddr.js alone would take 10/8 for 0.0.0.10/8. */
function isCidr(text: string): boolean {
  const host = text.slice(0, text.lastIndexOf("/"));
  const isPlain = host.includes(":") ? !host.includes("%") : ipaddr.IPv4.isValidFourPartDecimal(host);
  return isPlain && ipaddr.isValidCIDR(text);
}

export const cidrs = kind<readonly string[]>(
  "CIDRs separated by commas, such as 10.0.0.0/8,fd00::/8 (a single address is 10.0.0.5/32)",
  (text) => {
    const parts = text === "" ? [] : text.split(",").map((part) => part.trim());
    return parts.every(isCidr) ? parts : undefined;
  },
  (list) => list.join(","),
);

/** A URL of one of `schemes`, as it was written; a user and password in it are masked when shown. */
export function url(expected: string, schemes: string[]): Kind<string> {
  const parse: Parse<string> = (text) => {
    const parsed = URL.parse(text);
    return parsed?.host && schemes.includes(parsed.protocol) ? text : undefined;
  };
  return { ...kind(expected, parse), openness: "credentials" };
}

/** Comes out without a slash at its end, so that a path can be added. */
export const baseUrl: Kind<string> = {
  ...kind("an http or https URL without credentials, query or fragment", (text) => {
    const parsed = URL.parse(text);
    const isPlain = parsed && /^https?:$/.test(parsed.protocol) && !/[?#@]/.test(text);
    return isPlain ? parsed.href.replace(/\/+$/, "") : undefined;
  }),
  openness: "credentials",
};

const remoteDatabase = url("", ["libsql:", "http:", "https:"]);

/** Credentials have a setting of their own and are refused here: this URL ends up in logs. */
export const databaseUrl: Kind<string> = {
  ...kind("file:PATH, or a libsql, http or https URL without credentials", (text) => {
    const hasCredentials = /@|authToken=/i.test(text);
    if (/^file:.*\S/.test(text)) return text.includes("?") ? undefined : text;
    return hasCredentials ? undefined : remoteDatabase.parse(text);
  }),
  openness: "credentials",
};

const isHeaderSafe = (text: string) => /^[\x21-\x7e]+$/.test(text);

/** Text that can follow "Bearer " in a header. */
export function token(minLength: number): Kind<string> {
  const length = minLength > 1 ? `at least ${minLength} ` : "";
  return secret(
    `${length}printable ASCII characters without spaces`,
    (text) => isHeaderSafe(text) && text.length >= minLength,
  );
}

export function password(minLength: number, maxLength: number): Kind<string> {
  return secret(
    `${minLength} to ${maxLength} characters`,
    (text) => [...text].length >= minLength && text.length <= maxLength,
  );
}

/** Buffer.from takes any junk for base64; only what comes back the same was base64. */
export const key32 = secret(
  "exactly 32 bytes in base64, as `openssl rand -base64 32` prints them",
  (text) => {
    const bytes = Buffer.from(text, "base64");
    return bytes.length === 32 && bytes.toString("base64") === text;
  },
);
