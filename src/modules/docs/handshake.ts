import type { Profile } from "../../wire/profile.ts";
import type { Part } from "./model.ts";
import type { DocsOptions } from "./options.ts";
import { sampleSecret } from "./sample.ts";
import { snippetsOf } from "./snippets.ts";
import { code, duration } from "./words.ts";

type Handshake = NonNullable<Part<"handshake">>;
type Words = Omit<Handshake, "kind" | "snippets">;
type Kind = Exclude<Profile["verification"], "none">;

const WHEN =
  "Before the first event, when the URL is changed, and on request (`POST /webhooks/<id>/verify`), the URL has to prove that it is yours.";
const CHALLENGE = "b3VyLWNoYWxsZW5nZS1pcy1yYW5kb20";

const failing = (profile: Profile) =>
  `Anything else, a redirect among it, or no answer within ${duration(profile.timeout_seconds)} leaves the webhook \`unverified\` with the reason, and nothing is sent to it.`;

const words: Record<Kind, (profile: Profile, options: DocsOptions) => Words> = {
  "hub-challenge": (profile) => ({
    method: "GET",
    text: [
      WHEN,
      "A GET request comes to the URL with the parameters below added to its own query. Compare the token with the webhook's secret, and answer status 200 with a body that is exactly the challenge.",
      failing(profile),
    ],
    parameters: [
      { in: "query", name: "hub.mode", means: "Always `subscribe`." },
      {
        in: "query",
        name: "hub.challenge",
        means: "A random text, another one each time: the body to answer.",
      },
      { in: "query", name: "hub.verify_token", means: "The webhook's secret, by which you know who asks." },
    ],
    example: `GET /webhooks?${new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.challenge": CHALLENGE,
      "hub.verify_token": sampleSecret(profile),
    })} HTTP/1.1\nHost: example.com\n\nHTTP/1.1 200 OK\n\n${CHALLENGE}`,
  }),
  "cloudevents-consent": (profile, { origin }) => ({
    method: "OPTIONS",
    text: [
      WHEN,
      `An OPTIONS request comes to the URL with the header below. To agree, answer a 2xx status and the header \`WebHook-Allowed-Origin\` with the same value, or \`*\`.`,
      failing(profile),
    ],
    parameters: [{ in: "header", name: "WebHook-Request-Origin", means: `Who asks: ${code(origin)}.` }],
    example: `OPTIONS /webhooks HTTP/1.1\nHost: example.com\nWebHook-Request-Origin: ${origin}\n\nHTTP/1.1 200 OK\nWebHook-Allowed-Origin: ${origin}`,
  }),
};

/** How the URL proves whose it is, with code that answers; null where the contract asks for no proof. */
export function handshake(profile: Profile, options: DocsOptions): Handshake | null {
  const { verification: kind } = profile;
  if (kind === "none") return null;
  const snippets = snippetsOf(kind, { ORIGIN: options.origin });
  return { kind, ...words[kind](profile, options), snippets };
}
