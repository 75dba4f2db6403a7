import { AnsweringFields } from "./answering.tsx";
import { BodyFields, NameFields } from "./basics.tsx";
import { HeaderFields } from "./headers.tsx";
import type { PartProps } from "./part.tsx";
import { RetryFields } from "./retry.tsx";
import { SignatureFields } from "./signatures.tsx";
import { TroubleFields } from "./trouble.tsx";
import { WebhookFields } from "./webhooks.tsx";

/** The places of a profile that the form shows the faults of. */
export const FIELDS = [
  ...["/title", "/description", "/body", "/dates", "/content_type", "/headers", "/signatures", "/success"],
  ...["/timeout_seconds", "/retry/delays_seconds", "/retry/jitter", "/dispatch", "/verification", "/secret"],
  ...["/limits", "/disable", "/warn_after_consecutive_failures", "/require_https"],
];

/** Every field of a profile but its name. */
export const ProfileFields = (props: PartProps) => (
  <>
    <NameFields {...props} />
    <BodyFields {...props} />
    <HeaderFields {...props} />
    <SignatureFields {...props} />
    <AnsweringFields {...props} />
    <RetryFields {...props} />
    <WebhookFields {...props} />
    <TroubleFields {...props} />
  </>
);
