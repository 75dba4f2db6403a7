import { renderBody } from "./body.ts";
import type { Subject } from "./event.ts";
import { ownHeaders, profileHeaders } from "./headers.ts";
import type { Profile } from "./profile.ts";
import { sign } from "./signature.ts";

export { maskHeaders, maskSecret } from "./mask.ts";

/** One HTTP request but for its URL: names in the case their author wrote, the body to be sent as UTF-8. */
export type WireRequest = { headers: [string, string][]; body: string };

/**
 * The exact request for one attempt. Throws only when no live secret fits one of the profile's signatures.
 */
export function render(profile: Profile, subject: Subject, userAgent: string): WireRequest {
  const body = renderBody(profile, subject.event, subject.tenantId);
  const headers: [string, string][] = [
    ["Content-Type", profile.content_type],
    ["User-Agent", userAgent],
    ...profileHeaders(profile, subject),
    ...sign(profile, subject, body),
    ...ownHeaders(profile, subject.webhook.headers),
  ];
  return { headers, body };
}
