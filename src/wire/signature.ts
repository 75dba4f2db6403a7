import type { Subject } from "./event.ts";
import type { Profile } from "./profile.ts";
import { type SchemeName, schemes, signatureHeader } from "./schemes/index.ts";
import type { Message, Scheme } from "./schemes/scheme.ts";

export { publicKeyOf } from "./schemes/standard-ed25519.ts";
export { generateSecret, secretFault } from "./secret.ts";
export { type SignatureCheck, verifySignature } from "./verify.ts";
export type { SchemeName };

/**
 * The headers of all the profile's signatures over exactly `body`. The timestamp is the attempt's, in Unix seconds;
 * the id is the event's and so the same in each retry. Throws when a scheme finds no live secret it can use: such a
 * webhook must not have been saved, and an unsigned request must not go out.
 */
export function sign(
  profile: Pick<Profile, "signatures">,
  subject: Subject,
  body: string,
): [string, string][] {
  const { event, attempt, webhook } = subject;
  const message = { id: event.id, timestamp: Math.floor(attempt.timestamp / 1000), body };
  return profile.signatures.flatMap((signature) => {
    const scheme = schemes[signature.scheme];
    const value = headerValue(scheme, message, webhook.secrets);
    if (value === null) throw new Error(`webhook ${webhook.id} has no secret for ${signature.scheme}`);
    return [...companions(scheme, message), [signatureHeader(signature), value]];
  });
}

/** Whether one of the profile's signatures can carry those of several keys, so that an old one may sign beside a new one. */
export const signsWithEveryKey = ({ signatures }: Pick<Profile, "signatures">) =>
  signatures.some(({ scheme }) => schemes[scheme].several);

function companions(scheme: Scheme, message: Message): [string, string][] {
  return Object.entries(scheme.companions).map(([name, read]) => [name, read(message)]);
}

/** Secrets of another kind are passed over: an old one may outlive a change of profile by its grace time. */
function headerValue(scheme: Scheme, message: Message, secrets: string[]): string | null {
  const live = scheme.several ? secrets : secrets.slice(0, 1);
  const signatures = live.map((secret) => scheme.sign(message, secret)).filter((one) => one !== null);
  return signatures.length === 0 ? null : scheme.format(message, signatures);
}
