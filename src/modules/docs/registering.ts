import type { Profile } from "../../wire/profile.ts";
import { signsWithEveryKey } from "../../wire/signature.ts";
import { sendsSecret } from "../../wire/template.ts";
import type { Described } from "../event-types/declaration.ts";
import type { Part } from "./model.ts";
import type { DocsOptions } from "./options.ts";
import { sampleSecret } from "./sample.ts";
import { counted } from "./words.ts";

const FEW = 2;

/** How to get a webhook of this contract, with a request that does it. */
export function registering(
  catalogue: Described[],
  profile: Profile,
  options: DocsOptions,
): Part<"registering"> {
  const names = catalogue.filter(({ deprecated }) => !deprecated).map(({ name }) => name);
  const body = {
    url: "https://example.com/webhooks",
    event_types: names.length === 0 ? ["*"] : names.slice(0, FEW),
    ...(!options.inherited && { profile: profile.name }),
    ...(profile.secret.source === "provided" && { secret: sampleSecret(profile) }),
  };
  return {
    text: [
      "Make a URL that takes POST requests, and register it on the portal or through the API, with an API key that has the scope `webhooks:write`.",
      "Choose at least one event type: by name, with `order.*` for all types that begin with `order.`, or `*` for all. With `channels` only events of these channels come, without it those of all.",
      ...handshakeWords[profile.verification],
      "Before you go live, send a test event: `POST /webhooks/<id>/test` makes one with the real headers and signature and answers what your URL did with it.",
      "`GET /webhooks/<id>/deliveries` shows what was sent, each attempt, and what your URL answered.",
    ],
    request: {
      method: "POST",
      url: `${options.baseUrl}/api/v1/webhooks`,
      body: JSON.stringify(body, null, 2),
    },
  };
}

const PROVE = "The URL has to prove that it is yours before anything is sent to it: see the handshake.";

const handshakeWords: Record<Profile["verification"], string[]> = {
  none: [],
  "hub-challenge": [PROVE],
  "cloudevents-consent": [PROVE],
};

const sources: Record<Profile["secret"]["source"], string> = {
  generated:
    "Each webhook has a secret of its own. It is made when the webhook is registered, unless you give one as `secret`.",
  provided:
    "Each webhook has a secret of its own, which you choose: give it as `secret` (the verify token) when you register.",
};

const reveals: Record<Profile["secret"]["reveal"], string> = {
  always: "The answer to the registration shows it, and later `GET /webhooks/<id>/secret` does.",
  once: "Only the answer to the registration shows it. Keep it safe: if it is lost, it has to be replaced.",
};

/** Where the secret comes from, how it is seen and how it is replaced. */
export function secret(profile: Profile): Part<"secret"> {
  const { source, reveal } = profile.secret;
  const text = [sources[source], reveals[reveal], rotation(profile)];
  return { source, reveal, text };
}

function rotation(profile: Profile): string {
  const replace = "`POST /webhooks/<id>/secret/rotate` replaces it.";
  const several = signsWithEveryKey(profile);
  const header = sendsSecret(profile.headers);
  if (several)
    return `${replace} For a day, or as long as \`grace_seconds\` says, requests are signed with the old secret and the new, so take either until you have changed over.${header ? " The header that carries the secret has the new one at once." : ""}`;
  if (profile.signatures.length > 0 || header)
    return `${replace} Requests use the new one at once: take either until you have changed over.`;
  return `${replace} These requests do not show it.`;
}

/** How many webhooks there may be, and which URLs. */
export function limits(profile: Profile, { allowHttp, webhooksPerTenant }: DocsOptions): Part<"limits"> {
  const webhooks_per_tenant = profile.limits.webhooks_per_tenant ?? webhooksPerTenant;
  const https_required = profile.require_https && !allowHttp;
  const scheme = https_required
    ? "The URL must be https, with a certificate that can be verified; an http URL is refused."
    : "The URL may be http or https; use https wherever others could listen.";
  const text = [
    `You can register at most ${counted(webhooks_per_tenant, "webhook")}.`,
    scheme,
    "Its host must have a public address, unless whoever runs this has opened another.",
  ];
  return { webhooks_per_tenant, https_required, text };
}
