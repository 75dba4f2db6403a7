import { createDocs } from "../../src/modules/docs/document.ts";
import type { DocsOptions } from "../../src/modules/docs/options.ts";
import type { Subject } from "../../src/wire/event.ts";
import type { Profile } from "../../src/wire/profile.ts";
import { render } from "../../src/wire/render.ts";
import { generateSecret, publicKeyOf } from "../../src/wire/signature.ts";
import { profileOf, subjectWith } from "../wire/subject.ts";

export const options: DocsOptions = {
  product: "Acme",
  introduction: "",
  tenant: "default",
  inherited: true,
  baseUrl: "",
  origin: "hooks.example.com",
  allowHttp: false,
  webhooksPerTenant: 1000,
  userAgent: "Posthorn/0",
};

/** A request as a snippet is asked about it; `secret` is what the consumer has. */
export type Case = {
  what: string;
  snippet: string;
  body: string;
  headers: [string, string][];
  secret: string;
  genuine: boolean;
};

const TIMED = new Set(["standard", "standard_ed25519", "stripe"]);
const SEVERAL = TIMED;
const BODY = '{"total":1.50,"name":"Zoë 日本"}';

/** Header names and values that languages would take for something of their own, were they not quoted. */
const unquoted: Partial<Profile> = {
  signatures: [{ scheme: "hmac-base64", header: "X-$0'#Sig`~" }],
  headers: {},
};
const wrapped = { "X-$HOME'Key": `It's "$HOME" \\n #$0 %s {webhook.secret} \`id\`` };

/** One profile for each snippet, by the snippet's name as files can have it. */
export const profiles: Record<string, Profile> = {
  standard: profileOf("standard"),
  standard_ed25519: profileOf("standard", { signatures: [{ scheme: "standard-ed25519" }] }),
  hub_sha256: profileOf("orki"),
  stripe: profileOf("stripe"),
  hmac_base64: profileOf("shopify", unquoted),
  secret_header: profileOf("orisha"),
  wrapped_secret: profileOf("orisha", { headers: wrapped }),
};

/** The code that a profile's documentation has in a language. */
export function snippetOf(profile: Profile, language: string): string | undefined {
  const [proof] = createDocs([], profile, options).verifying.proofs;
  return proof?.snippets.find((one) => one.language === language)?.code;
}

/** Everything that each snippet is asked, signed at the moment `now` (epoch ms). */
export const casesAt = (now: number): Case[] =>
  Object.entries(profiles).flatMap(([snippet, profile]) => casesOf(snippet, profile, now));

function casesOf(snippet: string, profile: Profile, now: number): Case[] {
  const [secret, other] = [1, 2].map((seed) =>
    generateSecret(profile, (count) => new Uint8Array(count).fill(seed)),
  );
  if (secret === undefined || other === undefined) throw new Error("no secrets");
  const at = (timestamp: number, secrets = [secret]) => request(profile, timestamp, secrets);
  const ask = (what: string, genuine: boolean, changes: Partial<Case> = {}): Case => {
    const asked = { what, snippet, body: BODY, headers: at(now), secret: keyOf(secret), genuine };
    return { ...asked, ...changes };
  };
  const name = signatureHeader(profile);
  const without = at(now).filter(([header]) => header !== name);
  const signed = profile.signatures.length > 0;
  return [
    ask("a genuine request", true),
    ask("another secret", false, { secret: keyOf(other) }),
    ...(signed ? [ask("another body", false, { body: BODY.replace("1.50", "1.51") })] : []),
    ask("no signature", false, { headers: without }),
    ...["", "x", "v1,", "v1a,AAAA", "t=1,v1=", "sha256="].map((value) =>
      ask(`the signature ${value}`, false, { headers: [...without, [name, value]] }),
    ),
    ...(SEVERAL.has(snippet)
      ? [ask("the older of two secrets", true, { headers: at(now, [other, secret]) })]
      : []),
    ...(TIMED.has(snippet) ? timed(ask, at, now) : []),
  ];
}

type Ask = (what: string, genuine: boolean, changes: Partial<Case>) => Case;

const SECOND = 1000;

function timed(ask: Ask, at: (timestamp: number) => [string, string][], now: number): Case[] {
  const old = at(now - 400 * SECOND);
  const seconds = String(Math.floor(now / SECOND));
  const dated = old.map(([name, value]): [string, string] => [
    name,
    name === "webhook-timestamp" ? seconds : value.replace(/^t=\d+/, `t=${seconds}`),
  ]);
  return [
    ask("an old request", false, { headers: old }),
    ask("an old request with a new timestamp", false, { headers: dated }),
    ask("a request from the future", false, { headers: at(now + 400 * SECOND) }),
    ask("a request of some minutes ago", true, { headers: at(now - 200 * SECOND) }),
  ];
}

/** The consumer of an asymmetric scheme has the public key only. */
const keyOf = (secret: string) => publicKeyOf(secret) ?? secret;

function request(profile: Profile, timestamp: number, secrets: string[]): [string, string][] {
  const subject: Subject = subjectWith({
    event: { data: BODY },
    webhook: { secrets },
    attempt: { number: 1, timestamp },
  });
  return render({ ...profile, body: "data", dates: "iso" }, subject, options.userAgent).headers;
}

function signatureHeader(profile: Profile): string {
  const [proof] = createDocs([], profile, options).verifying.proofs;
  if (!proof) throw new Error(`${profile.name} proves nothing`);
  return proof.header;
}
