import type { Texts } from "../../types.ts";

/** The webhook's tab of its secret. */
export const secret = {
  "webhook.secret.title": "Secret",
  "webhook.secret.value": "Secret",
  "webhook.secret.text": "The receiver checks signatures with it. Showing it is noted in the audit log.",
  "webhook.secret.show": "Show the secret",
  "webhook.secret.hide": "Hide the secret",
  "webhook.secret.once": "It was shown once, when it was made.",
  "webhook.secret.once_text":
    "The profile allows no second look. If it is lost, rotate it and give the receiver the new one.",
  "webhook.secret.public_key": "Public key",
  "webhook.secret.public_key_text": "Receivers check signatures with the public key. The secret stays here.",
  "webhook.rotate.title": "Rotate",
  "webhook.rotate.text":
    "Makes a new secret. The old one goes on signing beside it for a while, so that the receiver can change over without a gap.",
  "webhook.rotate.text_at_once":
    "Makes a new secret. With this profile the old one ends at once: change the receiver over straight away.",
  "webhook.rotate.open": "Rotate secret…",
  "webhook.rotate.confirm_title": "Rotate the secret?",
  "webhook.rotate.confirm_text":
    "Every request carries signatures of both until the grace time ends. After that only the new one signs.",
  "webhook.rotate.confirm_at_once":
    "The next request already uses the new secret. The receiver refuses what comes until it has it; refused deliveries are tried again.",
  "webhook.rotate.do": "Rotate secret",
  "webhook.rotate.new": "New secret",
  "webhook.rotate.grace": "The old one signs for another",
  "webhook.rotate.grace_hint":
    "Long enough to change the receiver over; none at all if the old one has leaked.",
  "webhook.rotate.no_grace": "no time: it ends now",
  "webhook.rotate.done": "This is the new secret.",
  "webhook.rotate.left": "The old one signs for another {span}.",
  "webhook.rotate.ended": "The old one does not sign any more.",
} as const satisfies Texts;
